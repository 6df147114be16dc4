"""The window: Qt widgets, models and theme. The only package that knows Qt."""

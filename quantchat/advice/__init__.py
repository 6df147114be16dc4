"""Advice about models on a machine: joins model, machine, probe and what was measured before."""

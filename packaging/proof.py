"""Uses the installed package as people do, and stops at the first thing that is not as it must be.

Run by `proof.sh`, as root on a system that may be changed. Everything after the installation happens without a network,
as a user whose home folder has a space and a letter outside ASCII in its name, on a program folder that is read-only.
"""

import argparse
import json
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from proof_desktop import (
    FIRST_ICON,
    Desktop,
    ProofError,
    desktop_of,
    new_person,
    require,
    wait_for,
)

ID = "io.github.quantchat.QuantChat"
PROGRAM = Path("/usr/lib/quantchat")
STARTER = PROGRAM / "_internal/resources/models/SmolLM2-135M-Instruct.Q4_1.gguf"
OLDER_VERSION = "0.0.1"

WINDOW_SIZE = (1270, 760)
MODEL_BUTTON = (380, 26)
ROW_OF_Q8_0 = (700, 304)
USE_BUTTON = (645, 694)
COMPOSER = (760, 660)
"""Points in a window of this size."""

QUESTION = "Write a long story about a ship in a storm."
BASELINES = ("x64", "sse42")


def main(arguments: list[str]) -> int:
    """Install, then go on without a network; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("package", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--installed", action="store_true", help="go on after the installation")
    options = parser.parse_args(arguments)
    package, folder = options.package.absolute(), options.folder.absolute()
    folder.mkdir(parents=True, exist_ok=True)
    try:
        if options.installed:
            _use(package, folder)
            return 0
        _check_formats(package)
        _install_older(package)
        return _without_network([sys.executable, __file__, str(package), str(folder), "--installed"])
    except ProofError as failure:
        print(f"NOT PROVED: {failure}", file=sys.stderr)
        return 1


def seen(what: str) -> None:
    """Note something that was seen to work."""
    print(f"seen: {what}", flush=True)


def _check_formats(package: Path) -> None:
    _tool("lintian", "--fail-on", "error,warning", "--allow-root", package)
    with tempfile.TemporaryDirectory() as folder:
        _tool("dpkg-deb", "--extract", package, folder)
        share = Path(folder) / "usr/share"
        _tool("desktop-file-validate", share / "applications" / f"{ID}.desktop")
        _tool("appstreamcli", "validate", "--no-net", share / "metainfo" / f"{ID}.metainfo.xml")
        _tool("man", "--warnings", "-l", share / "man/man1/quantchat.1.gz")
    seen("lintian, desktop-file-validate, appstreamcli and man find nothing to complain about")


def _install_older(package: Path) -> None:
    """The same program under an older number, to be upgraded from."""
    with tempfile.TemporaryDirectory() as folder:
        tree, older = Path(folder) / "tree", Path(folder) / "older.deb"
        _tool("dpkg-deb", "--raw-extract", package, tree)
        control = tree / "DEBIAN" / "control"
        lines = control.read_text(encoding="utf-8").splitlines()
        changed = [f"Version: {OLDER_VERSION}" if line.startswith("Version:") else line for line in lines]
        control.write_text("\n".join(changed) + "\n", encoding="utf-8")
        _tool("dpkg-deb", "--root-owner-group", "-Zgzip", "-z1", "--build", tree, older)
        Path(folder).chmod(0o755)  # apt reads local packages as a user of its own
        _tool("apt-get", "install", "--yes", "--no-install-recommends", older)
    seen(f"apt installs the package and what it depends on (as version {OLDER_VERSION})")


def _without_network(command: list[str]) -> int:
    """Go on in a network namespace with nothing in it, and with the program folder read-only, where that is allowed."""
    allowed = subprocess.run(["unshare", "--net", "--mount", "true"], capture_output=True, check=False)
    if allowed.returncode:
        print("not exercised: this container may not take the network away", flush=True)
        return subprocess.run(command, check=False).returncode
    return subprocess.run(["unshare", "--net", "--mount", *command], check=False).returncode


def _use(package: Path, pictures: Path) -> None:
    others = [line for line in Path("/proc/net/dev").read_text(encoding="ascii").splitlines()[2:] if "lo:" not in line]
    print(f"network interfaces beside loopback: {len(others)}", flush=True)
    with (
        new_person("proof-one", Path("/home/Jürgen Müller")) as person,
        desktop_of(person, pictures) as desktop,
    ):
        with _read_only_program():
            _types_are_known(desktop)
            _another_quantization_is_made(desktop)
            _launcher_opens_the_window(desktop)
            _second_start_hands_over(desktop)
            _window_closes(desktop)
        _upgrade(package, desktop)
        with _read_only_program():
            _double_click_on_a_model(desktop)
            _two_people_at_once(desktop, pictures)
            _wayland(desktop)
            _oldest_processors(desktop)
        _remove_and_purge(package, desktop)


def _types_are_known(desktop: Desktop) -> None:
    home = desktop.person.home
    models = home / "models"
    _own(desktop, models)
    for name in ("a model.gguf", "without suffix"):
        target = models / name
        shutil.copyfile(STARTER, target)
        shutil.chown(target, desktop.person.name)
        told = desktop.run("gio", "info", "-a", "standard::content-type", target)
        require("application/x-gguf" in told, f"{name} is not known as a model, but as {told}")
    (models / "without suffix").unlink()
    handlers = desktop.run("gio", "mime", "application/x-gguf")
    require(ID in handlers, f"models are not opened with the program: {handlers}")
    seen("a model file is known by its content, with and without its suffix, and belongs to the program")


def _another_quantization_is_made(desktop: Desktop) -> None:
    target = desktop.person.data / "models" / "SmolLM2-135M-Instruct.Q8_0.gguf"
    _own(desktop, target.parent)
    desktop.run("quantchat", "quantize", "--type", "Q8_0", "--from-quantized", STARTER, target)
    require(target.is_file(), "no file was made")
    seen("quantchat quantize makes a file of another type")


def _launcher_opens_the_window(desktop: Desktop) -> None:
    home = desktop.person.home
    _own(desktop, home / "Desktop")
    _own(desktop, home / ".config/libfm")
    (home / ".config/libfm/libfm.conf").write_text("[config]\nquick_exec=1\n", encoding="utf-8")
    launcher = home / "Desktop" / f"{ID}.desktop"
    shutil.copyfile(f"/usr/share/applications/{ID}.desktop", launcher)
    launcher.chmod(0o755)
    shutil.chown(launcher, desktop.person.name)
    with desktop.file_manager(home / "Desktop") as files:
        desktop.picture("1-launcher")
        desktop.click(files, *FIRST_ICON, times=2)
        window = desktop.window()
    seen("a double click on the launcher in a file manager opens the window")
    names = desktop.class_of(window)
    desktop_file = launcher.read_text(encoding="utf-8")
    require(f"StartupWMClass={names[-1]}\n" in desktop_file, f"WM_CLASS {names} is not what the launcher names")
    _choose_model(desktop, window)
    _ask(desktop, window, QUESTION)


def _choose_model(desktop: Desktop, window: str) -> None:
    desktop.place(window, *WINDOW_SIZE)
    desktop.click(window, *MODEL_BUTTON)
    desktop.picture("2-models")

    def chosen() -> bool:
        """Rows move while the list is still being judged, and a person would look where to click."""
        desktop.click(window, *ROW_OF_Q8_0)
        desktop.click(window, *USE_BUTTON)
        return "Q8_0" in _settings(desktop)["last_model"]

    wait_for(chosen, "the model that was clicked is not used")
    desktop.picture("3-chosen")
    seen("a model is chosen with the mouse in the list of models")


def _ask(desktop: Desktop, window: str, question: str) -> None:
    before = len(_answers(desktop))
    desktop.click(window, *COMPOSER)
    desktop.type_text(question)
    desktop.press("Return")
    lengths: set[int] = set()

    def half_written() -> bool:
        found = _answers(desktop)[before:]
        lengths.update(len(text) for status, text in found if status == "streaming" and text)
        return len(lengths) > 2

    wait_for(half_written, "the answer did not stream")
    desktop.picture(f"4-answer-{before + 1}")
    desktop.press("Escape")
    wait_for(lambda: _answers(desktop)[-1][0] != "streaming", "the answer did not end")
    status, text = _answers(desktop)[-1]
    require(status in ("stopped", "complete"), f"the answer ended as {status}")
    seen(
        f"a question is typed, its answer streams (lengths {sorted(lengths)[:4]} …) and stops at Escape: {text[:60]!r}"
    )


def _second_start_hands_over(desktop: Desktop) -> None:
    model = desktop.person.home / "models" / "a model.gguf"
    with desktop.file_manager(model.parent) as files:
        desktop.click(files, *FIRST_ICON, times=2)
        wait_for(lambda: str(model) in _settings(desktop)["last_model"], "the open window did not get the file")
        require(len(desktop.windows()) == 1, "a second window opened")
        desktop.picture("5-handed-over")
    seen("a double click on a model file hands it to the window that is open")


def _window_closes(desktop: Desktop) -> None:
    desktop.close(desktop.window())
    wait_for(lambda: not desktop.person.processes(), "something of the program is left after its window closed")
    seen("the window closes, and nothing of the program is left")


def _upgrade(package: Path, desktop: Desktop) -> None:
    before = _answers(desktop)
    _tool("apt-get", "install", "--yes", "--no-install-recommends", package)
    version = desktop.run("quantchat", "--version")
    require(_answers(desktop) == before and bool(before), "the upgrade changed what was stored")
    seen(f"an upgrade keeps the conversations; the program is now {version.strip()}")


def _double_click_on_a_model(desktop: Desktop) -> None:
    model = desktop.person.home / "models" / "a model.gguf"
    with desktop.file_manager(model.parent) as files:
        desktop.click(files, *FIRST_ICON, times=2)
        window = desktop.window()
    desktop.place(window, *WINDOW_SIZE)
    wait_for(lambda: str(model) in _settings(desktop)["last_model"], "the file that was double-clicked is not used")
    require(bool(_answers(desktop)), "the earlier conversations are gone")
    seen("a double click on a model file opens the window with that model")
    _ask(desktop, window, "And what did the captain say?")
    desktop.picture("6-double-click-on-model")


def _two_people_at_once(first: Desktop, pictures: Path) -> None:
    """The first person's window is open still."""
    with (
        new_person("proof-two", Path("/home/proof two")) as person,
        desktop_of(person, pictures) as second,
        second.started("quantchat"),
    ):
        window = second.window()
        second.place(window, *WINDOW_SIZE)
        _ask(second, window, "Write a long story about a mountain.")
        require(len(_answers(second)) == 1, "the second person has more than their own conversation")
        require(bool(first.windows()), "the first person's window is gone")
        second.close(window)
        wait_for(lambda: not person.processes(), "something of the second person's program is left")
    _window_closes(first)
    seen("two people use it at once, each with conversations of their own")


def _wayland(desktop: Desktop) -> None:
    with desktop.started("quantchat", XDG_SESSION_TYPE="wayland"):
        desktop.window()
        desktop.close(desktop.window())
        wait_for(lambda: not desktop.person.processes(), "the window did not close")
    seen("in a session that calls itself Wayland but has X only, the window opens through X")
    socket = desktop.person.runtime / "wayland-proof"
    weston = ("weston", "--backend=headless-backend.so", "--socket=wayland-proof", "--idle-time=0")
    with desktop.started(*weston):
        wait_for(socket.exists, "the Wayland compositor did not start")
        settings = {"WAYLAND_DISPLAY": socket.name, "XDG_SESSION_TYPE": "wayland", "WAYLAND_DEBUG": "client"}
        with desktop.started("quantchat", messages=subprocess.PIPE, **settings, DISPLAY="") as program:
            told = _lines_until(program, "set_app_id")
            require(f'"{ID}"' in told, f"the compositor is told another name: {told}")
            _lines_until(program, "wl_surface@")
        wait_for(lambda: not desktop.person.processes(), "the window did not close")
    seen(f"under a Wayland compositor the window opens, and calls itself {ID}")


def _lines_until(program: "subprocess.Popen[str]", word: str) -> str:
    require(program.stderr is not None, "the program's messages cannot be read")
    for line in program.stderr or ():
        if word in line:
            return line.strip()
    raise ProofError(f"the program ended before it said {word}")


def _oldest_processors(desktop: Desktop) -> None:
    for variant in BASELINES:
        with tempfile.TemporaryDirectory(prefix="quantchat-") as folder:
            Path(folder).chmod(0o755)
            tree = Path(folder) / "quantchat"
            shutil.copytree(PROGRAM, tree, symlinks=True)
            for library in (tree / "_internal/llama_cpp/lib").glob("libggml-cpu-*.so"):
                if library.name != f"libggml-cpu-{variant}.so":
                    library.unlink()
            answer = desktop.run(tree / "quantchat", "ask", "--max-tokens", "8", "--temperature", "0", "Name a colour.")
            require(bool(answer.strip()), f"the variant {variant} does not answer")
            seen(f"with nothing but the variant {variant} it answers: {answer.strip()!r}")


def _remove_and_purge(package: Path, desktop: Desktop) -> None:
    before = _answers(desktop)
    for how in ("remove", "purge"):
        # Once it is removed, nothing is left to purge: it has no configuration of its own.
        _tool("apt-get", "install", "--yes", "--no-install-recommends", package)
        _tool("apt-get", how, "--yes", "quantchat")
        require(not PROGRAM.exists(), f"{how} leaves the program's folder")
        require(_answers(desktop) == before, f"{how} touched what the person had")
    told = desktop.run("gio", "mime", "application/x-gguf")
    require(ID not in told, "model files still belong to the program")
    seen("removing and purging take the program away and leave the conversations")


@contextmanager
def _read_only_program() -> Iterator[None]:
    """Mount the program's folder read-only over itself, where the container allows it."""
    mounted = subprocess.run(["mount", "--bind", "-o", "ro", PROGRAM, PROGRAM], capture_output=True, check=False)
    if mounted.returncode:
        print("not exercised: this container may not mount the program's folder read-only", flush=True)
    try:
        yield
    finally:
        if not mounted.returncode:
            subprocess.run(["umount", "--lazy", PROGRAM], check=True)


def _answers(desktop: Desktop) -> list[tuple[str, str]]:
    """State and text of every answer on the disk, oldest first."""
    database = desktop.person.data / "conversations.sqlite3"
    if not database.is_file():
        return []
    address = f"file:{str(database).replace('%', '%25').replace('?', '%3f')}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as connection:
        rows = connection.execute("SELECT status, content FROM message WHERE role = 'assistant' ORDER BY id")
        return [(status, text) for status, text in rows]


def _settings(desktop: Desktop) -> dict[str, str]:
    file = desktop.person.data / "settings.json"
    if not file.is_file():
        return {"last_model": ""}
    settings: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
    return settings


def _own(desktop: Desktop, folder: Path) -> None:
    """Make a folder that is the person's, with those above it."""
    desktop.run("mkdir", "-p", folder)


def _tool(*command: str | Path) -> None:
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    require(run.returncode == 0, f"{command[0]} complains: {run.stdout}{run.stderr}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

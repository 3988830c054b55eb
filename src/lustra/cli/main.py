"""The root command: commands from the table in ``late``, each loaded when it is called; errors to exit codes."""

import errno
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from io import FileIO, TextIOWrapper

import click
from rich.text import Text

from lustra import __version__
from lustra.cli.late import COMMANDS
from lustra.cli.terminal import Terminal
from lustra.errors import FetchError, InputError, LustraError, ReadError, RefusedError, RuleError, WorkspaceError

__all__ = ["EXIT_CODES", "main"]

EXIT_CODES: dict[type[LustraError], int] = {
    InputError: 2,
    ReadError: 3,
    RefusedError: 3,
    WorkspaceError: 3,
    RuleError: 3,
    FetchError: 4,
}
"""0 done; 1 done, but some rows, lists or cases failed; 2 wrong use; 3 a file or the workspace is bad; 4 network."""

REMEDIES = {
    errno.ENOSPC: "Free some space on the disk.",
    errno.EDQUOT: "Free some space on the disk.",
    errno.EACCES: "Check the permissions of the file and of its folder.",
    errno.EPERM: "Check the permissions of the file and of its folder.",
    errno.EROFS: "Choose a folder that can be written to.",
    errno.EMFILE: "Raise the number of open files that the system allows.",
}
"""What to do about what the operating system refuses."""


class CommandTable(click.Group):
    """A group whose commands are imported only when one is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names in the table's order."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A stand-in with the one line of help; enough for ``--help`` and completion."""
        row = COMMANDS.get(cmd_name)
        return click.Command(cmd_name, help=row.help) if row else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The real command, loaded now."""
        name, _, rest = super().resolve_command(ctx, args)
        return name, COMMANDS[name].load() if name else None, rest


@click.group(
    cls=CommandTable,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 done, 1 done but something in it failed, 2 wrong use, 3 bad file or workspace, 4 network.",
)
@click.version_option(__version__, prog_name="lustra")
def root() -> None:
    """Who is behind a name, what they own and control, how the goods get round."""


def main(argv: list[str] | None = None) -> None:
    """Run one command and leave with its exit code; never with a traceback for what the machine refuses."""
    _print_anything()
    try:
        code = _run(argv)
    except (click.Abort, KeyboardInterrupt):
        _tell(lambda: click.echo("Stopped.", err=True))
        code = 130
    except LustraError as error:
        _explain(error)
        code = next((code for kind, code in EXIT_CODES.items() if isinstance(error, kind)), 3)
    except click.ClickException as error:
        _tell(error.show)
        code = error.exit_code
    except (OSError, MemoryError) as error:
        _explain(refused_by_the_machine(error))
        code = 3
    sys.exit(code)


def _run(argv: list[str] | None) -> int:
    """Run one command; where the reader of a pipe has seen enough, that is a good end."""
    result = None
    try:
        result = root.main(argv, prog_name="lustra", standalone_mode=False)
        sys.stdout.flush()
    except (BrokenPipeError, SystemExit):  # no command leaves by itself; click and rich do where a pipe is closed
        _print_nothing()
    return result if isinstance(result, int) else 0


def _print_nothing() -> None:
    """Send what is still waiting to be printed nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _tell(what: Callable[[], None]) -> None:
    """Print on the error stream, if anybody reads it."""
    with suppress(BrokenPipeError, SystemExit):
        what()


def refused_by_the_machine(error: OSError | MemoryError) -> WorkspaceError:
    """A full disk, a missing permission, too little memory: what happened, to which file, and what to do."""
    if isinstance(error, MemoryError):
        return WorkspaceError("There is not enough memory.", "Close other programs, or ask in smaller parts.")
    names = [str(name) for name in (error.filename, error.filename2) if name is not None]
    what = f"{' → '.join(names)}: " if names else ""
    remedy = REMEDIES.get(error.errno or 0, "Check the disk, the path and its permissions.")
    return WorkspaceError(f"{what}{error.strerror or error}.", f"{remedy} Lists that were held are still held.")


def _print_anything() -> None:
    """Names in every script reach a terminal of any encoding: what it cannot show is escaped, never an error.

    A stream that was closed before the start takes everything and shows nothing.
    """
    sys.stdout = sys.stdout or TextIOWrapper(FileIO(os.devnull, "w"), "utf-8")
    sys.stderr = sys.stderr or TextIOWrapper(FileIO(os.devnull, "w"), "utf-8")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _explain(error: LustraError) -> None:
    console = Terminal(stderr=True, soft_wrap=True)
    lines = [Text.assemble(("Error:", "bold red"), f" {error.message}")]
    if error.remedy:
        lines.append(Text.assemble(("What to do:", "bold"), f" {error.remedy}"))
    _tell(lambda: console.print(*lines, sep="\n"))

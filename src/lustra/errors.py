"""Every error Lustra raises on purpose.

LustraError                 anything a user can act on; carries a remedy
├── InputError              what the user gave cannot be used (a query row, an option, a date)
│   └── UnknownNameError    a source, entity, regime, event … that is not there
├── ReadError               a published file cannot be read at all (truncated, wrong format, hostile)
├── RefusedError            a file was read, but publishing it would replace a good copy by a bad one
├── WorkspaceError          the workspace on disk is missing, damaged or locked
├── FetchError              a download failed; the good copy stays
└── RuleError               a table of law or fact contradicts itself

No HTTP status and no exit code lives here: the command line and the server map types to their own.
"""

__all__ = [
    "FetchError",
    "InputError",
    "LustraError",
    "ReadError",
    "RefusedError",
    "RuleError",
    "UnknownNameError",
    "WorkspaceError",
]


class LustraError(Exception):
    """What went wrong, where, and what to do about it.

    Args:
        message: one sentence, naming the file and line where there is one.
        remedy: one sentence that says what the user can do; may be empty.
    """

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


class InputError(LustraError):
    """What the user gave cannot be used."""


class UnknownNameError(InputError):
    """A name that should refer to something held refers to nothing."""


class ReadError(LustraError):
    """A published file cannot be read at all."""


class RefusedError(LustraError):
    """A file was read, but it would replace a good copy by a bad one."""


class WorkspaceError(LustraError):
    """The workspace on disk is missing, damaged or locked."""


class FetchError(LustraError):
    """A download failed; whatever was held before is still held."""


class RuleError(LustraError):
    """A table of law or fact contradicts itself."""

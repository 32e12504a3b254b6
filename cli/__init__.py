"""The `cakupan` command: arguments, console output and exit codes. The work is done by the layers below."""

"""`python -m serving.dictionary [--check]`: writes the generated documents, or tells which are not current."""

import argparse
import sys

from serving.dictionary.documents import outdated, write


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m serving.dictionary", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a document is not current")
    arguments = parser.parse_args()
    stale = outdated() if arguments.check else write()
    for path in stale:
        sys.stdout.write(f"{'not current' if arguments.check else 'written'}: {path}\n")
    if arguments.check and stale:
        sys.stdout.write("Run `python -m serving.dictionary` and commit the result.\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

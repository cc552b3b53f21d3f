"""What every client script prints: one line an operation, and an exit code that says whether all went as expected."""

import sys
import traceback


class Refused(Exception):
    """The twin (or the client) does not offer this, and says so: known, and listed with the reason."""


class Report:
    def __init__(self, client):
        self.client = client
        self.failed = False

    def line(self, operation, result, reason=""):
        print(self.client, operation, result, " ".join(reason.split()), sep="\t", flush=True)
        self.failed = self.failed or result == "fail"

    def check(self, operation):
        """Runs the function it stands over: it passes when nothing is thrown."""

        def run(function):
            try:
                function()
            except Refused as reason:
                self.line(operation, "refused", str(reason))
            except Exception as error:  # whatever a client throws is its verdict on the twin
                self.line(operation, "fail", f"{type(error).__name__}: {error}"[:400])
                traceback.print_exc(limit=-2, file=sys.stderr)
            else:
                self.line(operation, "pass")
            return function

        return run

    def finish(self):
        sys.exit(1 if self.failed else 0)

"""Every module in this folder declares one procedure, as `procedure`; it is found by looking."""

from importlib import import_module
from pkgutil import iter_modules

from xiezhi.kernel import Faulty, Procedure


def _found() -> dict[str, Procedure]:
    declared: list[Procedure] = [
        import_module(f"{__name__}.{module.name}").procedure for module in iter_modules(__path__)
    ]
    found = {procedure.key: procedure for procedure in declared}
    if len(found) < len(declared):
        raise Faulty(f"two procedures have one key: {sorted(procedure.key for procedure in declared)}")
    return found


PROCEDURES = _found()

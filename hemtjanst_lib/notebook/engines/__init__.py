"""What papermill finds through the entry points of this package.

papermill loads its engines while it is being imported itself. Importing it here first, before the modules beside this
file, makes the order the same whoever comes first; outside this folder import ``papermill``, not these modules.
"""

import papermill  # noqa: F401

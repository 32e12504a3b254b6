"""What readers of the warehouse get: releases, the way back of a figure, exports for others, the dictionary.

Belongs here: everything that starts from a finished build. Does not: reading reports (sources), Dagster (orchestration).
"""

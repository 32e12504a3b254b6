"""The review queue: what waits for a person, and the entries of corrections that a person fills in.

Belongs here: reading the queue of a published or built warehouse, writing the skeleton. Does not: what waits (dbt_project), what an entry
must hold (`sources.corrections`).
"""

from serving.review.queue import Queue, ReviewError, Waiting, of_trace, queue
from serving.review.skeleton import skeleton

__all__ = ["Queue", "ReviewError", "Waiting", "of_trace", "queue", "skeleton"]

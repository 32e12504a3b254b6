"""What a report arrives in: text, Markdown, a saved web page, PDF, DOCX; each comes down to one shape, the Document.

Belongs here: telling the forms apart, getting at their text, the way back from a character to its place in the file. Does not: what the
text says (the readers do that).
"""

from sources.documents.forms import SUFFIXES, open_document
from sources.documents.model import PICTURE, Aside, Document, Part

__all__ = ["PICTURE", "SUFFIXES", "Aside", "Document", "Part", "open_document"]

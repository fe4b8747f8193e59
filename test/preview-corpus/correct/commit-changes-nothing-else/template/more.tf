# A comment.

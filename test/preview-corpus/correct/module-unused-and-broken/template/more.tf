# Nothing calls what lies in "attic".

"""The pages of an attempt: question by question, the review before handing in, the result."""

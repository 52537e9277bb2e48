"""The room `enrolment`."""

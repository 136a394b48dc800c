"""Great Expectations: the checks, declared, and the suites that validate what they found."""

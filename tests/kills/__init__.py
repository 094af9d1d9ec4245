"""Kill −9 at random moments: a run of reports in which the parent or a worker dies, again and again, and goes on."""

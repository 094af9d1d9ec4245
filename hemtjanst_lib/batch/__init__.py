"""Many reports: plan, cache keys, workers, progress, log, resume.

Three kinds of processes, never mixed: the orchestrator (``factory``) plans, watches and writes the log; the zygote
(``zygote``) holds the library and the year's facts and forks one throw-away child for each notebook; exporters
(``exporter``) turn executed notebooks into web pages and PDFs and write the finished files.
"""

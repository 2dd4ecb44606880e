"""The course compiler: source -> read -> document -> check -> plan -> apply -> report.

The pure part (problems, codes, schema, shapes, yamltext, markdown, page, layout, document, read, checks,
matching, changes, plan, report) knows values alone; disk is touched in source, git, scaffold, rows in
snapshot, apply and store; service joins them.
"""

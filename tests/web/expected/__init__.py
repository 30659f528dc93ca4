"""What every address of the site answers to each role: a module for each area, all of them read by test_permissions.

A module has two tables, EXPECTED for GET and EXPECTED_OF_POSTS for POST: (name of the address, what it is asked for) →
a status for each role, in the order of ROLES there: anonymous, nobody, administrator, member, secretary, township,
section, bureau.
"""

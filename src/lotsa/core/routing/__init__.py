"""Who should take a case, and why.

The rooms, lowest first: ``territory`` (where a team works, and where the company
lies), ``reading`` (rows of a document), ``directory`` (actors, teams and desks),
``reasons`` (for and against, in words), ``compiled`` (a directory ready for many
cases), ``asked`` (one case held against it), ``explaining`` (the reasons for one
team), ``routing`` (the ranked list) and ``sending`` (send by itself, or hold for a
person).
"""

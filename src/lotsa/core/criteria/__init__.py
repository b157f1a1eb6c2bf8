"""Rules about a company, judged with reasons.

The rooms, lowest first: ``logic`` (three-valued), ``values`` (what is known),
``trees`` and ``registry`` (what can be asked), ``conditions`` and ``leaves``
(what is required), ``measures`` (who offers what, when), ``facts`` and
``derivations`` (one company), ``verdicts`` (the answer), ``sentences`` (the
answer in words), ``questions`` (what to ask next), ``population`` (the same
rules over a million companies) and ``checks`` (is a catalogue sound?).
"""

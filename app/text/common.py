"""English words that stand in texts on anything, and so tell nothing about what a text is on.
Pure."""

_ENGLISH = """
about above according across actual actually after again against almost alone along already
also although always among another anything apart around away because become been before began
begin being believe below between beyond both came cannot case cases certain certainly clear
clearly come could despite does doing done down during each either else enough especially even
ever every everything example fact from further gave give given gives going have having hence
here hers herself himself however indeed instead into itself just keep kept know known large
largely least less like likely made mainly make makes making many matter maybe mean means might
more moreover most mostly much must namely near nearly need needs neither never nevertheless
none nonetheless nothing often once only other others otherwise ours over own part parts
particular particularly perhaps point possible possibly probably quite rather really said same says
second seem seems seen several shall should show shown shows simply since some something
sometimes somewhat still such suggest suggests surely take taken takes than that their theirs
them themselves then there thereby therefore these they thing things think third this those
though three through throughout thus together took toward towards true truly under unless until
upon usually very want well went were what whatever when where whereas whether which while whole
whom whose will with within without would your yours
"""
COMMON = frozenset(_ENGLISH.split())
"""Of four letters and more, folded; shorter ones are not looked at where this is asked."""

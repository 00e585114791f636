"""What the kommune does, one file per verb.

    deliveries  what comes in                             systems   other systems that ask and are told
    people      who somebody is                           judging   rules outside a run: checked, tried back, explained
    telling     who is told, and why she                  samples   a stikkprøve from its number to its report
    books       what was judged, by what, on what         showing   what pages and lists read
    saker       what is done with a sak                   home      a kommune's home, its trail and its copies
    reglement   what changed in them, whom it concerns    example   the example kommune and its people
    month       the monthly run                           baerum    cases planted in it, and run back
    mail        notices become letters, and letters are sent  monthly  leaders explain their month
    audit       what an auditor takes with her            pay       talks and resultatlønn: seen by few, on no list
    agreements  what leaders promise, and how it went    bonus     who is given it, by whom, and why
    registers   political decisions, findings and prepared cases
    internal_control  what exists of § 25-1 a–e, what shows it, and how well the control itself works
    yearly      the report on the internal control, and what stands behind its figures
    periods     the reports of a month and a tertial, counted as the year's is
    issuing     reports from draft to issue: checked, vouched for, numbered, frozen
    archive     what is handed to the kommune's archive

Why these folders, in this order: a folder knows those before it and none after, so that a sak may tell somebody and a run may
open saker, and never the other way. The contract against circles holds it. `paged` and `last` belong to nobody.
"""

"""What the kommune does, one file per verb.

    deliveries  what comes in                             mail      notices become letters, and letters are sent
    people      who somebody is                           judging   rules outside a run: checked, tried back, explained
    telling     who is told, and why she                  showing   what pages and lists read
    books       what was judged, by what, on what         home      a kommune's home, its trail and its copies
    saker       what is done with a sak                   example   the example kommune and its people
    reglement   what changed in them, whom it concerns    baerum    cases planted in it, and run back
    month       the monthly run

Why these folders, in this order: a folder knows those before it and none after, so that a sak may tell somebody and a run may
open saker, and never the other way. The contract against circles holds it. `paged` and `last` belong to nobody.
"""

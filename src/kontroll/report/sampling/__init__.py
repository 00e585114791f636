"""Samples in words that somebody else can quote.

calculator     words in; out come size, sentence, warnings and curve      curve          size against expected deviations
settled        what the checks of each item came to                       evaluation     what a draw says of everything
stratum_evaluation, money_evaluation, totals   its parts                  *_sentences    all of it, to be quoted
draw_report    the report as sections; its material in draw_material      report_json    as it is frozen
drawn_report   the report made, by *_sections                             report_files   as page, JSON and Excel
public_draw    what everybody may have of a draw                          arms, planned  the control plan, in sentences
"""

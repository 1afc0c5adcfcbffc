"""How a text becomes words, shapes and pieces."""

from beforehand.listening.features import features, pieces
from beforehand.listening.lexicon import abstracted
from beforehand.listening.sentences import sentences
from beforehand.listening.words import tokens, written


def test_shorthand_and_contractions_are_spelled_out() -> None:
    assert tokens("Havent heard from u, whats the status?") == [
        *("have", "not", "heard", "from", "you", "what", "is", "the", "status", "?")
    ]
    assert tokens("It's here, can't wait") == ["it", "is", "here", "can", "not", "wait"]


def test_numbers_money_and_marks_lose_their_amounts() -> None:
    assert tokens("$1,200 by 3/14!!") == ["$", "#", "by", "#", "!"]


def test_the_words_as_written_keep_their_case() -> None:
    assert written("Haven’t HEARD, u?") == [
        *(("Haven't", ("have", "not")), ("HEARD", ("heard",)), ("u", ("you",)), ("?", ("?",)))
    ]


def test_trades_differ_in_words_and_agree_in_shape() -> None:
    lender = abstracted(tokens("Any news on the mortgage application?"))
    visa = abstracted(tokens("any word on the passport?"))
    assert lender == visa == ["ANY", "NEWS", "on", "the", "_", "?"]


def test_every_feature_counts_once_but_pieces_once_a_word() -> None:
    found = features("news news news")
    assert found["words"] == ["w:news", "w:news news"]
    assert found["pieces"] == pieces("news")


def test_a_message_is_cut_at_full_stops_and_lines() -> None:
    assert sentences("Hi Bob,\nAny news? We close on Friday. \n\n...\nAnn") == [
        *("Hi Bob,", "Any news?", "We close on Friday.", "Ann")
    ]

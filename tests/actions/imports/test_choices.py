import pytest

from beforehand.actions.imports.choices import (
    Choices,
    Target,
    active_labels,
    check_choices,
    labels_of,
    missing_labels,
    no_such_label,
    read_choices,
    target,
)
from beforehand.actions.imports.rows import Candidate
from beforehand.actions.refusals import Refusal

PACK = "real_estate-1"
KNOWN = Target("known")


def row(*labels: str, **given) -> Candidate:
    return Candidate(row=1, name="Dana Ortega", labels=labels, **given)


def test_nobody_is_active_by_default() -> None:
    assert target(row("Buyers 2026", "Past client", side="buyer"), Choices(), PACK) == KNOWN


@pytest.mark.parametrize(
    ("label", "side", "stage"),
    [
        ("Buyers 2026", "buyer", "searching"),
        ("Sellers", "seller", "listed"),
        ("My short sales", "short_sale", "waiting_on_lender"),
        ("Landlords", "landlord", "listed"),
        ("Tenants", "tenant", "searching"),
        ("Under contract", "buyer", "under_contract"),
        ("Listed", "seller", "listed"),
        ("Buyer leads", "buyer", "lead"),
        ("Coming soon", "seller", "preparing"),
        ("VIP", "buyer", "searching"),
        ("Pasta friends", "buyer", "searching"),
    ],
)
def test_side_and_stage_are_guessed_from_the_label(label: str, side: str, stage: str) -> None:
    assert target(row(label), Choices(active={label: None}), PACK) == Target("active", side, stage)


def test_a_label_chosen_by_another_case_and_accents_is_the_same() -> None:
    assert target(row("Vendedores Él"), Choices(active={"vendedores el": None}), PACK) == Target(
        "active", "seller", "listed"
    )


def test_the_word_past_makes_a_past_client_of_the_side_the_row_knows() -> None:
    past = Choices(active={"Past client": None})
    assert target(row("Seller", "Past client"), past, PACK) == Target("past", "seller", "past")
    assert target(row("Past client"), Choices(past_labels=("Past client",)), PACK) == Target(
        "past", "buyer", "past"
    )


def test_the_rows_own_columns_outweigh_the_label() -> None:
    candidate = row("VIP", side="Seller", stage="Under contract")
    assert target(candidate, Choices(active={"VIP": None}), PACK) == Target(
        "active", "seller", "under_contract"
    )


def test_a_stage_that_the_side_does_not_know_falls_back_to_the_usual_one() -> None:
    candidate = row("VIP", side="Buyer", stage="Listed")
    assert target(candidate, Choices(active={"VIP": None}), PACK) == Target("active", "buyer", "searching")


def test_a_side_and_stage_that_are_given_outweigh_every_guess() -> None:
    given = Choices(active={"Past client": "seller:offer"})
    assert target(row("Past client", side="buyer"), given, PACK) == Target("active", "seller", "offer")


def test_contacts_are_chosen_by_the_columns_side_and_stage_too() -> None:
    assert target(row(stage="Pending"), Choices(active={"pending": None}), PACK) == Target(
        "active", "buyer", "under_contract"
    )


def test_all_takes_everybody_by_what_each_row_says() -> None:
    everybody = Choices(everybody=True)
    assert target(row("Seller", "Past client"), everybody, PACK) == Target("past", "seller", "past")
    assert target(row(), everybody, PACK) == Target("active", "buyer", "searching")


@pytest.mark.parametrize(
    ("tick", "becomes"),
    [
        ("active seller:offer", Target("active", "seller", "offer")),
        ("active", Target("active", "buyer", "searching")),
        ("past", Target("past", "buyer", "past")),
        ("known", KNOWN),
        ("leave out", None),
    ],
)
def test_a_tick_outweighs_the_labels(tick: str, becomes: Target | None) -> None:
    choices = Choices(active={"Buyers": "buyer:lead"}, ticks={1: tick})
    assert target(row("Buyers"), choices, PACK) == becomes


def test_words_of_the_command_line_are_read() -> None:
    assert active_labels(["Buyers 2026", "Sellers=SELLER:offer", "a=b"]) == (
        False,
        {"Buyers 2026": None, "Sellers": "seller:offer", "a=b": None},
    )
    assert active_labels(["all"]) == (True, {})
    assert active_labels(["none"]) == (False, {})
    with pytest.raises(Refusal, match="stands alone"):
        active_labels(["none", "Buyers"])


@pytest.mark.parametrize(
    ("choices", "fault"),
    [
        (Choices(active={"VIP": "astronaut:searching"}), "“astronaut” is none of buyer"),
        (Choices(active={"VIP": "buyer:flying"}), "“flying” is none of lead"),
        (Choices(ticks={3: "active buyer:listed"}), "“listed” is none of lead"),
        (Choices(ticks={3: "perhaps"}), "“perhaps” is none of: active"),
        (Choices(on_match="merge"), "“merge” is none of skip, update, refuse"),
    ],
)
def test_what_the_pack_does_not_know_is_refused(choices: Choices, fault: str) -> None:
    with pytest.raises(Refusal, match=fault):
        check_choices(choices, PACK)


def test_a_label_on_no_row_is_told_with_those_there_are() -> None:
    there = labels_of([row("Buyers", stage="Offer"), row("Buyers", "VIP")])
    assert missing_labels(Choices(active={"buyers": None, "Sellers": None}), there) == ["Sellers"]
    assert no_such_label(["Sellers"], there) == (
        "No row carries the label “Sellers”; there are: “Buyers” (2), “Offer” (1), “VIP” (1)."
    )


def test_choices_come_back_from_an_import_as_they_went_in() -> None:
    choices = Choices(True, {"A": None}, ("B",), {4: "past"}, "update", {"name": "Who"})
    written = {**choices.written(), "ticks": {"4": "past"}, "past_labels": ["B"]}  # as JSON has them
    assert read_choices(written) == choices

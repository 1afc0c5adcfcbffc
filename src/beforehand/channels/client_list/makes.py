"""What each column of an export means: the makes we know, a mapping given by the user, or a guess."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from beforehand.channels.client_list.fields import FIELDS, NAMES, guess
from beforehand.channels.client_list.rows import Unreadable
from beforehand.rules.contact_points import normal_email, normal_phone

_ADDRESS_PARTS = ("street", "city", "state", "postal_code", "country", "formatted")
_LISTS = {
    "phone": "phones",
    "phone2": "phones",
    "mobile": "phones",
    "email": "emails",
    "email2": "emails",
    "custom": "custom",
}


@dataclass(frozen=True, slots=True)
class Slot:
    """A column of values; what a value is called stands in `label` or, row by row, in column `label_at`."""

    at: int
    label: str = ""
    label_at: int | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """Where to find what; `mapping` is field to header, `single` field to column."""

    make: str
    headers: tuple[str, ...]
    mapping: dict[str, str] = field(default_factory=dict)
    single: dict[str, int] = field(default_factory=dict)
    phones: list[Slot] = field(default_factory=list)
    emails: list[Slot] = field(default_factory=list)
    addresses: dict[str, dict[str, int]] = field(default_factory=dict)
    labels: list[int] = field(default_factory=list)
    custom: list[Slot] = field(default_factory=list)

    def add(self, name: str, at: int, label: str = "", place: str = "", label_at: int | None = None) -> None:
        """Let column `at` be field `name`; `place` tells one address of a row from another."""
        if name in _LISTS:
            getattr(self, _LISTS[name]).append(Slot(at, label, label_at))
        elif name == "label":
            self.labels.append(at)
        elif name in _ADDRESS_PARTS:
            self.addresses.setdefault(place, {})[name] = at
        else:
            self.single.setdefault(name, at)
        if name in NAMES:
            self.mapping.setdefault(name, self.headers[at])


_OUTLOOK: dict[str, tuple[str, str, str]] = {
    "First Name": ("first_name", "", ""),
    "Last Name": ("last_name", "", ""),
    "E-mail Address": ("email", "", ""),
    "E-mail 2 Address": ("email2", "", ""),
    "E-mail 3 Address": ("email2", "", ""),
    "Mobile Phone": ("mobile", "Mobile", ""),
    "Primary Phone": ("phone", "Primary", ""),
    "Home Phone": ("phone", "Home", ""),
    "Home Phone 2": ("phone2", "Home", ""),
    "Business Phone": ("phone2", "Business", ""),
    "Business Phone 2": ("phone2", "Business", ""),
    "Other Phone": ("phone2", "Other", ""),
    "Car Phone": ("phone2", "Car", ""),
    "Company Main Phone": ("phone2", "Company", ""),
    "Company": ("company", "", ""),
    "Spouse": ("spouse", "", ""),
    "Birthday": ("birthday", "", ""),
    "Notes": ("notes", "", ""),
    "Categories": ("label", "", ""),
    **{
        f"{place} {words}": (name, "", place)
        for place in ("Home", "Business", "Other")
        for words, name in (
            ("Street", "street"),
            ("City", "city"),
            ("State", "state"),
            ("Postal Code", "postal_code"),
            ("Country", "country"),
            ("Country/Region", "country"),
        )
    },
}
_HUBSPOT: dict[str, tuple[str, str, str]] = {
    "Record ID": ("external_id", "", ""),
    "Contact ID": ("external_id", "", ""),
    "First Name": ("first_name", "", ""),
    "Last Name": ("last_name", "", ""),
    "Email": ("email", "", ""),
    "Additional email addresses": ("email2", "", ""),
    "Mobile Phone Number": ("mobile", "Mobile", ""),
    "Phone Number": ("phone", "", ""),
    "Lead Status": ("label", "", ""),
    "Lifecycle Stage": ("label", "", ""),
    "Create Date": ("created_on", "", ""),
    "Associated Company": ("company", "", ""),
    "Company Name": ("company", "", ""),
    "Street Address": ("street", "", ""),
    "City": ("city", "", ""),
    "State/Region": ("state", "", ""),
    "Postal Code": ("postal_code", "", ""),
    "Country/Region": ("country", "", ""),
    "Date of birth": ("birthday", "", ""),
    "Contact owner": ("owner", "", ""),
}
_GOOGLE = {
    "Name": "name",
    "First Name": "first_name",
    "Given Name": "first_name",
    "Middle Name": "middle_name",
    "Additional Name": "middle_name",
    "Last Name": "last_name",
    "Family Name": "last_name",
    "Organization Name": "company",
    "Organization 1 - Name": "company",
    "Birthday": "birthday",
    "Notes": "notes",
    "Labels": "label",
    "Group Membership": "label",
}
_GOOGLE_NUMBERED = re.compile(
    r"(E-mail|Phone|Address|Custom Field|Relation) (\d+) - "
    r"(Value|Street|City|Region|Postal Code|Country|Formatted)"
)
_GOOGLE_PARTS = {
    "Street": "street",
    "City": "city",
    "Region": "state",
    "Postal Code": "postal_code",
    "Country": "country",
}
_GOOGLE_KINDS = {"E-mail": "email", "Phone": "phone", "Custom Field": "custom", "Relation": "custom"}


def make_of(headers: Sequence[str]) -> str | None:
    """The make whose header this is: "google", "google_old", "outlook", "hubspot"; None for any other."""
    has = {" ".join(header.split()) for header in headers}
    if has & {"Group Membership", "Given Name Yomi"} or ("Given Name" in has and "E-mail 1 - Type" in has):
        return "google_old"
    if has & {"E-mail 1 - Value", "Phone 1 - Value"} or {"Phonetic First Name", "File As"} <= has:
        return "google"
    if "E-mail Address" in has and has & {"Home Street", "Business Street", "Business Phone", "Mobile Phone"}:
        return "outlook"
    if has & {"Record ID", "Contact ID"} and has & {"Lifecycle Stage", "Lead Status", "Create Date"}:
        return "hubspot"
    return None


def layout_of(headers: tuple[str, ...], mapping: Mapping[str, str] | None) -> Layout:
    """The layout by the user's mapping, else by the make, else by a guess; Unreadable where there is none."""
    if mapping is not None:
        return _by_mapping("mapped", headers, mapping)
    make = make_of(headers)
    if make in ("outlook", "hubspot"):
        return _by_names(make, headers, _OUTLOOK if make == "outlook" else _HUBSPOT)
    if make is not None:
        return _google(make, headers)
    if _is_phone_log(headers):
        raise Unreadable(
            "this is a log of calls, not a client list: take it in as a phone log", headers=headers
        )
    guessed = guess(headers)
    if not guessed and any(normal_email(header) or normal_phone(header, "US") for header in headers):
        raise Unreadable("there is no header: put a first row that names the columns", headers=headers)
    if not guessed:
        raise Unreadable(
            "no column here is plainly a name, an e-mail or a phone; say which is which: " + _listed(headers),
            headers=headers,
        )
    return _by_mapping("guessed", headers, guessed)


def _by_mapping(make: str, headers: tuple[str, ...], mapping: Mapping[str, str]) -> Layout:
    layout = Layout(make, headers)
    for name, header in mapping.items():
        if name not in NAMES:
            known = ", ".join(NAMES)
            raise Unreadable(
                f"the mapping names an unknown field “{name}”; there are: {known}", "mapping", headers
            )
        if header not in headers:
            there = _listed(headers)
            raise Unreadable(
                f"the mapping names a column “{header}” that is not there: {there}", "mapping", headers
            )
    for known_field in FIELDS:
        if known_field.name in mapping:
            header = mapping[known_field.name]
            layout.add(known_field.name, headers.index(header), header)
    return layout


def _by_names(make: str, headers: tuple[str, ...], meanings: Mapping[str, tuple[str, str, str]]) -> Layout:
    layout = Layout(make, headers)
    where = {header: at for at, header in reversed(list(enumerate(headers)))}
    for header, (name, label, place) in meanings.items():
        if header in where:
            layout.add(name, where[header], label, place)
    return layout


def _google(make: str, headers: tuple[str, ...]) -> Layout:
    layout = Layout(make, headers)
    where = {header: at for at, header in reversed(list(enumerate(headers)))}
    for at, header in enumerate(headers):
        if header in _GOOGLE:
            layout.add(_GOOGLE[header], at)
        elif found := _GOOGLE_NUMBERED.fullmatch(header):
            kind, number, part = found.groups()
            if kind == "Address":
                layout.add(_GOOGLE_PARTS.get(part, "formatted"), at, place=number)
            else:
                label_at = where.get(f"{kind} {number} - Label", where.get(f"{kind} {number} - Type"))
                layout.add(_GOOGLE_KINDS[kind], at, label_at=label_at)
    return layout


def _is_phone_log(headers: Sequence[str]) -> bool:
    has = {header.lower() for header in headers}
    return bool(has & {"call type", "calltype", "call direction"}) or {"duration", "number"} <= has


def _listed(headers: Sequence[str]) -> str:
    shown = ", ".join(f"“{header[:60]}”" for header in headers[:30])
    return shown + (f" and {len(headers) - 30} more" if len(headers) > 30 else "")

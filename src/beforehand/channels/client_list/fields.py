"""The fields that a column can be mapped to, and the words by which columns of unknown make are guessed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Field:
    """A field for the mapping screen; `words` are headers that mean it, best first, in lower case."""

    name: str
    title: str
    words: tuple[str, ...]


def _field(name: str, title: str, words: str) -> Field:
    return Field(name, title, tuple(word for line in words.split("|") if (word := line.strip())))


FIELDS: tuple[Field, ...] = (
    _field(
        "name",
        "Whole name",
        """
        name|full name|display name|contact name|client name|client|contact|customer|
        customer name|lead name|primary contact|nombre completo|nombre y apellidos|cliente|
        contacto|vollständiger name|kunde|kundenname|kontakt|anzeigename|nom complet|
        nom et prénom|client(e)
        """,
    ),
    _field(
        "first_name",
        "First name",
        """
        first name|first|given name|fname|firstname|forename|primary first name|nombre|
        nombres|vorname|prénom|prenom
        """,
    ),
    _field(
        "last_name",
        "Last name",
        """
        last name|last|surname|family name|lname|lastname|primary last name|apellido|
        apellidos|nachname|familienname|nom|nom de famille
        """,
    ),
    _field(
        "email",
        "E-mail",
        """
        email|e mail|email address|e mail address|primary email|email 1|e mail 1|email1|
        mail|personal email|home email|client email|contact email|correo|correo electrónico
        |correo electronico|e mail adresse|courriel|adresse e mail|adresse email|
        adresse de messagerie
        """,
    ),
    _field(
        "email2",
        "Second e-mail",
        """
        email 2|e mail 2|email2|email address 2|e mail 2 address|secondary email|
        alternate email|other email|work email|spouse email|correo 2|correo electrónico 2|
        e mail 2 adresse
        """,
    ),
    _field(
        "phone",
        "Phone",
        """
        phone|phone number|telephone|tel|primary phone|phone 1|phone1|contact phone|
        client phone|contact number|home phone|home|teléfono|telefono|telefon|
        telefonnummer|telefon privat|rufnummer|téléphone|numéro de téléphone|tél
        """,
    ),
    _field(
        "phone2",
        "Second phone",
        """
        phone 2|phone2|phone number 2|secondary phone|alternate phone|other phone|
        work phone|business phone|office phone|work|spouse phone|teléfono 2|telefon 2|
        telefon geschäftlich|téléphone 2|téléphone professionnel
        """,
    ),
    _field(
        "mobile",
        "Mobile phone",
        """
        mobile|mobile phone|cell|cell phone|cellphone|mobile number|mobile phone number|
        cell number|móvil|movil|celular|teléfono móvil|handy|mobil|mobiltelefon|
        mobilnummer|portable|téléphone mobile|mobile téléphone
        """,
    ),
    _field(
        "company",
        "Company",
        """
        company|company name|organization|organisation|organization name|employer|
        account name|empresa|firma|unternehmen|société|entreprise
        """,
    ),
    _field(
        "street",
        "Street",
        """
        street|street address|address|address 1|address line 1|home street|home address|
        mailing address|mailing street|address street|property address|primary address|
        dirección|direccion|calle|straße|strasse|adresse|anschrift|rue
        """,
    ),
    _field(
        "city",
        "City",
        """
        city|town|home city|mailing city|address city|ciudad|ort|stadt|ville
        """,
    ),
    _field(
        "state",
        "State",
        """
        state|state/province|state/region|province|region|home state|mailing state|
        address state|st|estado|provincia|bundesland|région|province/état
        """,
    ),
    _field(
        "postal_code",
        "Postal code",
        """
        postal code|zip|zip code|zipcode|postcode|zip/postal code|home postal code|
        mailing zip|address zip|address postal code|código postal|codigo postal|plz|
        postleitzahl|code postal
        """,
    ),
    _field(
        "country",
        "Country",
        """
        country|country/region|home country|mailing country|address country|país|pais|
        land|pays
        """,
    ),
    _field(
        "label",
        "Labels",
        """
        labels|label|tags|tag|groups|group|categories|category|status|lead status|
        lifecycle stage|type|contact type|lead type|etiquetas|grupos|categoría|kategorien
        |kategorie|gruppe|étiquettes|catégorie|catégories|groupe
        """,
    ),
    _field(
        "side",
        "Side",
        """
        side|buyer/seller|buyer or seller|buyer seller|deal side|client side|
        transaction side|lado
        """,
    ),
    _field(
        "stage",
        "Stage",
        """
        stage|deal stage|pipeline stage|pipeline|client stage|transaction stage|etapa|
        phase|étape
        """,
    ),
    _field(
        "spouse",
        "Second person",
        """
        spouse|spouse name|partner|partner name|secondary contact|second contact|co buyer|
        co client|cónyuge|conyuge|ehepartner|partner/in|conjoint
        """,
    ),
    _field(
        "created_on",
        "Known since",
        """
        create date|created|created on|created at|created date|date created|creation date|
        date added|added|added on|client since|known since|fecha de creación|erstellt|
        erstellt am|date de création|créé le
        """,
    ),
    _field(
        "notes",
        "Notes",
        """
        notes|note|comments|comment|remarks|background|description|notas|comentarios|
        notizen|notiz|bemerkungen|commentaires|remarques
        """,
    ),
    _field(
        "birthday",
        "Birthday",
        """
        birthday|birth date|birthdate|date of birth|dob|cumpleaños|fecha de nacimiento|
        geburtstag|geburtsdatum|anniversaire|date de naissance
        """,
    ),
)
NAMES = tuple(field.name for field in FIELDS)
_REACHING = ("name", "first_name", "last_name", "email", "phone", "mobile")


def plain(header: str) -> str:
    """A header without case, punctuation and doubled spaces, as `Field.words` are written."""
    return re.sub(r"[\s_.:*#()\-]+", " ", header.replace("'s", "")).strip().lower()


def guess(headers: Sequence[str]) -> dict[str, str]:
    """Field to header by what the headers say; empty when none names a person, an e-mail or a phone."""
    by_word: dict[str, str] = {}
    for header in headers:
        by_word.setdefault(plain(header), header)
    found: dict[str, str] = {}
    for field in FIELDS:
        taken = set(found.values())
        hits = (by_word[word] for word in field.words if word in by_word)
        if hit := next((hit for hit in hits if hit not in taken), None):
            found[field.name] = hit
    return found if any(name in found for name in _REACHING) else {}

"""Which clock a state or province keeps: tables for `contact_points.state_zone`.

A state that lies in two zones is told by the first three of its ZIP; a prefix in which both zones are common
has "" here, and `USUAL` holds the zone only where nine in ten people keep it.
"""

_E, _C, _M, _P = "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles"

NAMES: dict[str, dict[str, str]] = {
    country: dict(pair.rsplit("=", 1) for pair in " ".join(names.split()).split(", "))
    for country, names in {
        "US": """
            alabama=AL, alaska=AK, arizona=AZ, arkansas=AR, california=CA, colorado=CO,
            connecticut=CT, delaware=DE, district of columbia=DC, florida=FL, georgia=GA,
            hawaii=HI, idaho=ID, illinois=IL, indiana=IN, iowa=IA, kansas=KS, kentucky=KY,
            louisiana=LA, maine=ME, maryland=MD, massachusetts=MA, michigan=MI, minnesota=MN,
            mississippi=MS, missouri=MO, montana=MT, nebraska=NE, nevada=NV, new hampshire=NH,
            new jersey=NJ, new mexico=NM, new york=NY, north carolina=NC, north dakota=ND,
            ohio=OH, oklahoma=OK, oregon=OR, pennsylvania=PA, rhode island=RI, south
            carolina=SC, south dakota=SD, tennessee=TN, texas=TX, utah=UT, vermont=VT,
            virginia=VA, washington=WA, west virginia=WV, wisconsin=WI, wyoming=WY, puerto
            rico=PR, virgin islands=VI, guam=GU, american samoa=AS, northern mariana islands=MP
        """,
        "CA": """alberta=AB, british columbia=BC, manitoba=MB, new brunswick=NB, newfoundland and labrador=NL,
            newfoundland=NL, nova scotia=NS, northwest territories=NT, nunavut=NU, ontario=ON,
            prince edward island=PE, quebec=QC, québec=QC, saskatchewan=SK, yukon=YT""",
    }.items()
}

USUAL: dict[str, dict[str, str]] = {
    country: {state: zone for zone, states in zones.items() for state in states.split()}
    for country, zones in {
        "US": {
            _E: "CT DE DC FL GA ME MD MA NH NJ NY NC OH PA RI SC VT VA WV",
            "America/Detroit": "MI",
            _C: "AL AR IL IA KS LA MN MS MO NE OK TX WI",
            _M: "CO MT NM UT WY",
            "America/Phoenix": "AZ",
            _P: "CA NV OR WA",
            "America/Anchorage": "AK",
            "Pacific/Honolulu": "HI",
            "America/Puerto_Rico": "PR",
            "America/St_Thomas": "VI",
            "Pacific/Guam": "GU",
            "Pacific/Pago_Pago": "AS",
            "Pacific/Saipan": "MP",
        },
        "CA": {
            "America/Toronto": "ON QC",
            "America/Vancouver": "BC",
            "America/Edmonton": "AB NT",
            "America/Winnipeg": "MB",
            "America/Regina": "SK",
            "America/Halifax": "NS NB PE",
            "America/St_Johns": "NL",
            "America/Whitehorse": "YT",
        },
    }.items()
}

_MIXED = ""
BY_PREFIX: dict[str, dict[str, str]] = {
    state: {prefix: zone for zone, prefixes in zones.items() for prefix in prefixes.split()}
    for state, zones in {
        "FL": {_C: "324 325"},
        "ID": {_P: "835 838", "America/Boise": "832 833 834 836 837"},
        "IN": {
            _C: "463 464 476 477",
            _MIXED: "475",
            _E: "460 461 462 465 466 467 468 469 470 471 472 473 474 478 479",
        },
        "KS": {_MIXED: "677 678"},
        "KY": {_C: "420 421 422 423 424", _MIXED: "426 427", _E: " ".join(map(str, [*range(400, 420), 425]))},
        "MI": {_MIXED: "498 499"},
        "ND": {_M: "586", _MIXED: "585", _C: "580 581 582 583 584 587 588"},
        "NE": {_M: "693", _MIXED: "690 691 692"},
        "OR": {"America/Boise": "979"},
        "SD": {_M: "577", _MIXED: "575 576", _C: "570 571 572 573 574"},
        "TN": {_E: "374 376 377 378 379", _MIXED: "373", _C: "370 371 372 375 380 381 382 383 384 385"},
        "TX": {_M: "799 885", _MIXED: "798"},
        "ON": {"America/Winnipeg": "P8N P8T P9A P9N", _MIXED: "P0V P0W P0X P0T"},
        "BC": {"America/Edmonton": "V1A V1C", "America/Dawson_Creek": "V1G V1J", _MIXED: "V0A V0B V0C"},
        "NL": {"America/Goose_Bay": "A2V A0R A0P", _MIXED: "A0K"},
    }.items()
}

"""Web Push against the published example, and with keys of all kinds."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.exceptions import InvalidSignature
from hypothesis import given, settings
from hypothesis import strategies as st

from anju.engines.messages.rules import push
from anju.kernel.errors import Invalid

NOW = datetime(2026, 11, 21, tzinfo=UTC)

# RFC 8291, appendix A.
SENDER = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
BROWSER_PUBLIC = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
BROWSER_PRIVATE = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
BODY = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_"
    "yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)
WORDS = b"When I grow up, I want to be a watermelon"


def test_the_example_of_the_standard_comes_out_byte_by_byte():
    made = push.encrypt(WORDS, BROWSER_PUBLIC, AUTH, salt=push.unb64(SALT), sender=SENDER)
    assert push.b64(made) == BODY


def test_the_browser_of_the_example_reads_it():
    assert push.decrypt(push.unb64(BODY), BROWSER_PRIVATE, AUTH) == WORDS


@settings(max_examples=30, deadline=None)
@given(st.binary(max_size=push.LONGEST))
def test_what_is_sent_is_what_is_read_and_nobody_else_reads_it(payload):
    private, auth = push.new_key(), push.b64(os.urandom(16))
    made = push.encrypt(payload, push.public_of(private), auth)
    assert (
        push.decrypt(made, private, auth) == payload.rstrip(b"\0")
        or push.decrypt(made, private, auth) == payload
    )
    assert len(made) <= push.RECORD
    with pytest.raises(ValueError, match="not meant"):
        push.decrypt(made, push.new_key(), auth)


def test_two_pushes_of_the_same_words_look_nothing_alike():
    private, auth = push.new_key(), push.b64(os.urandom(16))
    one, other = (push.encrypt(WORDS, push.public_of(private), auth) for _time in range(2))
    assert one[:16] != other[:16] and one[-40:] != other[-40:]


def test_a_payload_too_long_for_one_record_is_refused():
    with pytest.raises(ValueError, match="holds"):
        push.encrypt(b"x" * (push.LONGEST + 1), BROWSER_PUBLIC, AUTH)


def test_who_pushes_is_signed_for_one_push_service_and_one_day():
    header = push.vapid("https://push.example:8443/send/abc", SENDER, "mailto:a@b.example", NOW)
    claims = push.vapid_claims(header, NOW)
    assert claims == {
        "aud": "https://push.example:8443", "exp": int((NOW + timedelta(hours=12)).timestamp()), "sub": "mailto:a@b.example",
    }  # fmt: skip
    assert header.endswith(f"k={push.public_of(SENDER)}")
    with pytest.raises(ValueError, match="not of now"):
        push.vapid_claims(header, NOW + timedelta(hours=13))


def test_another_signature_does_not_hold():
    mine = push.vapid("https://push.example/", SENDER, "mailto:a@b.example", NOW)
    other = push.vapid("https://push.example/", push.new_key(), "mailto:a@b.example", NOW)
    forged = mine.partition(", k=")[0] + ", k=" + other.partition(", k=")[2]
    with pytest.raises(InvalidSignature):
        push.vapid_claims(forged, NOW)


@given(st.binary(min_size=32, max_size=32))
@settings(max_examples=30, deadline=None)
def test_any_secret_of_an_installation_makes_a_key(secret):
    assert len(push.unb64(push.public_of(push.b64(secret)))) == 65


@given(st.text(max_size=100), st.text(max_size=40))
def test_keys_that_are_none_are_refused_whatever_they_are(p256dh, auth):
    with pytest.raises(Invalid):
        push.check_keys(p256dh, auth)


def test_padded_keys_are_taken_as_well():
    push.check_keys(BROWSER_PUBLIC + "=", AUTH + "==")

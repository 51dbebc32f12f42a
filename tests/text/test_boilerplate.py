"""Boilerplate is found by its form, and no sentence of the report goes with it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from biasscore.text.boilerplate import BoilerplateSpan, find_boilerplate

BODY = "Ministers met in the harbour town and left without a deal."
MORE = "Their hosts had hoped for a longer visit."
ARABIC_BODY = "قال الوزير إن المحادثات في العاصمة انتهت دون اتفاق."


def found(text: str) -> list[tuple[str, str]]:
    return [(span.kind, text[span.start : span.end]) for span in find_boilerplate(text)]


def rest(text: str) -> str:
    """The text without its boilerplate, white space tidied."""
    for span in reversed(find_boilerplate(text)):
        text = text[: span.start] + text[span.end :]
    return " ".join(text.split())


DATELINES = [
    "PARIS, Aug 3 (Reuters) -",
    "LONDON (AP) —",
    "GENEVA --",
    "NEW YORK/LONDON, March 2 (Reuters) -",
    "PORT-AU-PRINCE, Haiti (AP) —",
    "BEIJING, Aug. 3 (Xinhua) --",
    "MOSCOW, August 3. /TASS/.",
    "Moscow. August 3. INTERFAX -",
    "New Delhi [India], August 3 (ANI):",
    "Paris (AFP) -",
    "Geneva, 3 August 2023 –",
    "(Reuters) -",
    "WASHINGTON —",
    "OSLO, Norway –",
    "LAGOS (Example News Service) -",
]
ARABIC_DATELINES = [
    "نيويورك - وكالات -",
    "/ رويترز /",
    "باريس 3 أغسطس (رويترز) -",
    "رام الله - وفا -",
    "القاهرة (أ ف ب) -",
    "دبي/ وام/",
    "دمشق-سانا",
]


@pytest.mark.parametrize("dateline", DATELINES)
@pytest.mark.parametrize("layout", ["{} {} {}", "{} {}\n\n{}"])
def test_dateline_before_the_first_sentence(dateline: str, layout: str) -> None:
    assert found(layout.format(dateline, BODY, MORE)) == [("dateline", dateline)]


@pytest.mark.parametrize("dateline", ARABIC_DATELINES)
def test_arabic_dateline(dateline: str) -> None:
    assert found(f"{dateline} {ARABIC_BODY}") == [("dateline", dateline)]


def test_dateline_of_a_later_paragraph() -> None:
    assert found(f"{BODY}\n\nOSLO (AP) — {MORE}") == [("dateline", "OSLO (AP) —")]


@pytest.mark.parametrize(
    "byline",
    [
        "By Jane Doe",
        "By Jane Doe and John Roe, Staff Writer",
        "BY JANE DOE",
        "By Maria van der Berg",
        "By The Associated Press",
        "By Reuters",
        "Jane Doe, Staff Writer",
        "jane.doe@example.org",
        "بقلم: ليلى حسن",
        "كتب: سامي ناصر",
    ],
)
def test_byline_is_a_line_of_its_own(byline: str) -> None:
    assert found(f"{byline}\n\n{BODY}") == [("byline", byline)]


def test_byline_and_dateline_in_a_text_of_one_line() -> None:
    text = f"By Jane Doe OSLO, Aug 3 (Reuters) - {BODY}"
    assert found(text) == [("byline", "By Jane Doe"), ("dateline", "OSLO, Aug 3 (Reuters) -")]


@pytest.mark.parametrize(
    "signoff",
    [
        "(AP)",
        "(TASS)",
        "(ANI)",
        "(XYZ)",
        "(Reuters)",
        "(IANS/ANI)",
        "(With inputs from agencies)",
        "-- Reuters",
        "© 2023 AFP",
        "(Reporting by Jane Doe in Oslo; Editing by John Roe)",
        "Reporting by Jane Doe; Additional reporting by Ana Gil; Editing by John Roe",
        "Additional reporting by Jane Doe",
        "The Associated Press contributed to this report.",
        "Associated Press writers Jane Doe in Oslo and J. Roe in Bonn contributed to this report.",
        "The views expressed in this column are those of the author and not of this paper.",
        "Source: Reuters",
    ],
)
@pytest.mark.parametrize("gap", [" ", "\n\n"])
def test_signoff_at_the_end(signoff: str, gap: str) -> None:
    spans = found(f"{BODY} {MORE}{gap}{signoff}")
    assert [part for _, part in spans] == [signoff]
    assert spans[0][0] == ("crawl" if signoff.startswith("©") and gap != " " else "signoff")


@pytest.mark.parametrize(
    "signoff",
    ["(رويترز)", "(وكالات)", "المصدر: رويترز", "(إعداد ليلى حسن للنشرة العربية - تحرير سامي ناصر)"],
)
@pytest.mark.parametrize("gap", [" ", "\n"])
def test_arabic_signoff_at_the_end(signoff: str, gap: str) -> None:
    assert found(f"{ARABIC_BODY}{gap}{signoff}") == [("signoff", signoff)]


def test_signoff_is_found_before_page_furniture() -> None:
    text = f"{BODY} (AP)\n\nShare\nFollow us on Telegram"
    assert found(text) == [
        ("signoff", "(AP)"),
        ("crawl", "Share"),
        ("crawl", "Follow us on Telegram"),
    ]


@pytest.mark.parametrize(
    "caption",
    [
        "FILE PHOTO: The envoy speaks in Oslo. August 3, 2020. REUTERS/Jane Doe/File Photo",
        "Photo: Jane Doe/AFP",
        "Photo by Jane Doe",
        "Image credit: Jane Doe",
        "Getty Images",
        "The envoy speaks in Oslo on Monday. (AP Photo/Jane Doe)",
        "FILE - The envoy speaks in Oslo.",
        "The envoy speaks in Oslo. (Photo by Jane Doe/Getty Images)",
        "Jane Doe/AFP via Getty Images",
        "A guard in Oslo [File: Jane Doe/Reuters]",
        "Guards in Oslo © AFP / Jane Doe",
        "© Example Pictures / Jane Doe",
        "صورة أرشيفية: الوزير في أوسلو",
        "تصوير: ليلى حسن",
    ],
)
def test_caption_is_a_paragraph_of_its_own(caption: str) -> None:
    assert found(f"{BODY}\n\n{caption}\n\n{MORE}") == [("caption", caption)]


def test_caption_glued_to_the_deck_leaves_the_deck() -> None:
    text = f"Envoy leaves Oslo after talks FILE PHOTO: The envoy © Example Pictures / Jane Doe\n\n{BODY}"
    assert found(text) == [("caption", "FILE PHOTO: The envoy © Example Pictures / Jane Doe")]


def test_credit_inside_a_paragraph_takes_no_sentence_with_it() -> None:
    assert rest(f"{BODY} (Photo by Jane Doe/AFP) {MORE}") == f"{BODY} {MORE}"


@pytest.mark.parametrize(
    "crawl",
    [
        "Published 12 Aug, 2023 10:15",
        "Updated 3:05 p.m. GMT",
        "Last updated: August 3, 2023",
        "2023-08-12T10:15:00Z",
        "12 August 2023",
        "Share",
        "SHARE THIS ARTICLE",
        "Subscribe to our newsletter",
        "Follow us on Telegram",
        "Advertisement",
        "12 comments",
        "Sign up for our daily newsletter.",
        "We use cookies to improve your visit.",
        "5 min read",
        "Comments (3)",
        "نشر في 12 أغسطس 2023",
        "مشاركة",
        "تابعونا على تلغرام",
    ],
)
def test_crawl_remains_are_lines_of_their_own(crawl: str) -> None:
    assert found(f"{crawl}\n{BODY}") == [("crawl", crawl)]
    assert found(f"{BODY}\n\n{crawl}\n\n{MORE}") == [("crawl", crawl)]


@pytest.mark.parametrize(
    "prefix",
    [
        "date 2024-05-06",
        "published: 2024-05-06 10:15",
        "2024-05-06",
        "Published 12 Aug, 2023 10:15",
        "Updated: 6 May 2024 |",
    ],
)
def test_crawl_date_before_the_first_sentence_of_one_line(prefix: str) -> None:
    assert found(f" {prefix} {BODY}") == [("crawl", prefix)]


HEADLINE = "Harbour talks end early – officials"


@pytest.mark.parametrize("gap", ["\n", "\n\n", " "])
def test_link_between_copies_of_its_headline(gap: str) -> None:
    block = gap.join([f"{HEADLINE} {HEADLINE}", "Read more", HEADLINE])
    text = f"{BODY}{gap}{block}{gap}{MORE}"
    assert {kind for kind, _ in found(text)} == {"related"}
    assert rest(text) == f"{BODY} {MORE}"


@pytest.mark.parametrize(
    ("marker", "headline"),
    [
        ("Read more", HEADLINE),
        ("READ MORE:", HEADLINE),
        ("Also read", "Will the harbour talks resume?"),
        ("اقرأ أيضاً", "فشل محادثات الميناء"),
        ("اقرأ المزيد", "فشل محادثات الميناء"),
    ],
)
def test_link_takes_the_headline_in_the_next_line(marker: str, headline: str) -> None:
    assert rest(f"{BODY}\n\n{marker}\n\n{headline}\n\n{MORE}") == f"{BODY} {MORE}"


@pytest.mark.parametrize(
    "link",
    [
        f"READ MORE: {HEADLINE}",
        f"Read also: {HEADLINE}",
        f"Related: {HEADLINE}",
        f"(Read more: {HEADLINE})",
        "Read more about the talks here",
        "اقرأ أيضا: فشل محادثات الميناء",
    ],
)
def test_link_and_headline_in_one_line(link: str) -> None:
    assert found(f"{BODY}\n{link}\n{MORE}") == [("related", link)]


def test_list_of_links_ends_where_the_report_goes_on() -> None:
    text = f"{BODY}\n\nRelated stories\n{HEADLINE}\nEnvoy flies home\n\n{MORE}"
    assert rest(text) == f"{BODY} {MORE}"


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n ",
        f"{BODY}\n\n{MORE}",
        "Read more books, the minister said.",
        "He asked them to read more about it.\nRead more about it, he said.",
        "By Monday the town was empty.",
        f"By Monday\nthe town was empty. {MORE}",
        "By the river, Jane Doe and John Roe waited.",
        f"“We leave tomorrow,” he said.\n\n{MORE}\n\n“We leave tomorrow,” he said.",
        f"{BODY} “Nobody asked us,” she said.",
        "The appeal came from the World Health Organization (WHO)",
        "The envoy called it a so-called “Free Port Area” (FPA)",
        "NATO - the alliance of the west - said nothing.",
        "WHO (World Health Organization) Director Jane Doe said nothing.",
        "Share prices fell on Monday.",
        "Sign up for the army, posters told the young.",
        "Follow us, the guards shouted.",
        "Updated 3 August figures show that prices fell.",
        "Published on 12 August 2023, the report names nobody.",
        "Photos of the harbour show a burnt crane.",
        "The crane burnt. (Photos of it vanished.)",
        f"{BODY} Reporting by local media suggested that it was over.",
        "Views expressed at the meeting were bitter.",
        "In 2023 prices fell.",
        "Related charges were dropped on Monday.",
        "Comments by the envoy drew anger.",
        ARABIC_BODY,
        'وأضاف الوزير: "سنعود غدا".',
        "ودعا الوزير الشباب إلى أن يقرأ المزيد من الكتب.",
    ],
)
def test_the_report_itself_is_left_alone(text: str) -> None:
    assert find_boilerplate(text) == []


def test_body_behind_a_link_stays() -> None:
    assert rest(f"{BODY}\n\nRead more\n\n{MORE}") == f"{BODY} {MORE}"


def test_link_swallows_no_line_of_a_hand_wrapped_paragraph() -> None:
    wrapped = "Their hosts had hoped for a longer visit of the\ndelegation, and said so."
    assert rest(f"{BODY}\n\nRead more\n\n{wrapped}") == f"{BODY} {' '.join(wrapped.split())}"


def test_link_with_sentences_behind_it_in_one_line_stays() -> None:
    text = f"Related: {HEADLINE} {BODY} {MORE}"
    assert find_boilerplate(text) == []


PIECES = st.sampled_from(
    [
        "Read more",
        "READ MORE: ",
        "اقرأ أيضا",
        "FILE PHOTO: ",
        "© AFP / Jane Doe",
        "(AP)",
        "(Photo by X)",
        "PARIS, Aug 3 (Reuters) - ",
        "By Jane Doe",
        "Published 12 Aug, 2023 10:15",
        "date 2024-01-01 ",
        "Share",
        HEADLINE,
        BODY,
        "Reporting by Jane Doe; Editing by John Roe",
        "/ رويترز / ",
        "\n",
        "\n\n",
        " ",
        "“",
        "”",
        '"',
        "(",
        ")",
        "[",
        "©",
        "—",
        "Related",
        "Source: X",
        "A",
        "é",
        "\u2028",
        "\r\n",
    ]
)


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=25).map("".join)))
def test_spans_are_sorted_apart_inside_the_text_and_never_blank(text: str) -> None:
    spans = find_boilerplate(text)
    assert all(isinstance(span, BoilerplateSpan) for span in spans)
    last = 0
    for start, end, kind in spans:
        assert last <= start < end <= len(text)
        assert text[start:end].strip()
        assert kind in {"caption", "related", "crawl", "dateline", "byline", "signoff"}
        last = end
    assert spans == find_boilerplate(text)


def cpu_seconds(text: str) -> float:
    best = float("inf")
    for _ in range(3):
        begun = time.process_time()
        find_boilerplate(text)
        best = min(best, time.process_time() - begun)
    return best


@pytest.mark.parametrize(
    "unit",
    [
        " ",
        "\n",
        '"',
        "(",
        "[",
        "a",
        "A ",
        "AB\n",
        "Ab, ",
        "1:1",
        "©",
        "— ",
        "(Ab ",
        "PARIS (",
        "PARIS (\n",
        "Read more ",
        "Read more\n",
        "READ MORE: ",
        "FILE PHOTO: ",
        "(Photo by ",
        ". Reporting by Ab",
        "By Ab Cd\n",
        "2023-01-01\n",
        "a contributed to this report. ",
        "ا ",
        "ا\n",
        "/ رويترز ",
    ],
)
@pytest.mark.parametrize("frame", ["{}", "Read more{}x", "A.\n{}\nB"])
def test_time_grows_with_length_and_not_faster(unit: str, frame: str) -> None:
    short = cpu_seconds(frame.format(unit * (8_000 // len(unit))))
    long = cpu_seconds(frame.format(unit * (64_000 // len(unit))))
    # eight times the text: a quadratic rule would take sixty-four times as long
    assert long < 24 * short + 0.02


def test_clean_news_costs_little_more_than_taking_it_apart_at_spaces() -> None:
    text = "\n\n".join([f"{BODY} {MORE} “Nobody asked us,” she said, and her aide nodded."] * 25)
    assert find_boilerplate(text) == []
    split, search = float("inf"), float("inf")
    for _ in range(15):
        begun = time.process_time()
        for _ in range(20):
            text.split()
        split = min(split, time.process_time() - begun)
        begun = time.process_time()
        for _ in range(20):
            find_boilerplate(text)
        search = min(search, time.process_time() - begun)
    assert search < 4 * split

"""Finds what stands in a news text without being part of the report: captions, links, datelines.

The rules describe forms, not outlets. One pass of cheap searches decides that a text has no sign of
any of them; only then are lines looked at one by one. A rule that cannot tell where boilerplate
ends, or that would lose a news sentence, leaves the text alone. All rules look at stretches of
bounded length, so the time is linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple


class BoilerplateSpan(NamedTuple):
    """A stretch of boilerplate: half-open character offsets and its kind."""

    start: int
    end: int
    kind: str


class _Line(NamedTuple):
    start: int
    end: int
    text: str


_MONTH = (
    "(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    "|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?"
    "|JAN(?:UARY)?|FEB(?:RUARY)?|MAR(?:CH)?|APR(?:IL)?|MAY|JUNE?|JULY?|AUG(?:UST)?"
    "|SEPT?(?:EMBER)?|OCT(?:OBER)?|NOV(?:EMBER)?|DEC(?:EMBER)?)"
)
_ARABIC_MONTHS = (
    "يناير فبراير مارس أبريل إبريل ابريل نيسان مايو أيار يونيو حزيران يوليو يوليوز تموز أغسطس"
    " غشت آب"
    " سبتمبر شتنبر أيلول أكتوبر تشرين نوفمبر نونبر ديسمبر دجنبر كانون شباط آذار جانفي فيفري أفريل"
    " ماي جوان جويلية أوت"
).split()
_ARABIC_MONTH = "(?:" + "|".join(_ARABIC_MONTHS) + ")"
_DAY_MONTH = rf"(?:{_MONTH}\.?\ \d{{1,2}}|\d{{1,2}}(?:st|nd|rd|th)?\ {_MONTH})(?:,?\ \d{{4}})?"

_AGENCIES = (
    "Reuters|REUTERS|Associated Press|The Associated Press|AP|Agence France-Presse|AFP|TASS|Xinhua"
    "|XINHUA|Kyodo(?: News)?|KYODO|Yonhap|Bloomberg|UPI|dpa(?:/[a-z]+)?|DPA|dpa-AFX|EFE|ANSA|Ansa"
    "|Interfax|INTERFAX|RIA Novosti|Sputnik|Anadolu|Anadolu Agency|AA|ANI|PTI|IANS|UNI|PA|PA Media"
    "|Press Association|AAP|CP|The Canadian Press|Canadian Press|WAFA|MENA|SANA|SPA|KUNA|QNA|WAM"
    "|Petra|IRNA|ISNA|Tasnim|Fars|APS|MAP|TAP|NNA|Ukrinform|UKRINFORM|BelTA|Belga|ANP|TT|NTB"
    "|Ritzau|STT|Lusa|LUSA|APA|PAP|CTK|ČTK|TASR|MTI|Agerpres|AGERPRES|BTA|Tanjug|HINA|Hina|Antara"
    "|ANTARA|Bernama|BERNAMA|VNA|PNA|KCNA|NAN|PANA|APP|BSS|CNA|CNN|PRNewswire|PR Newswire"
    "|Business Wire|BUSINESS WIRE|GLOBE NEWSWIRE|Agencies|AGENCIES"
)
_KNOWN_AGENCY = re.compile(rf"(?:{_AGENCIES})\Z")
_AGENCY_LINE = re.compile(rf"[(\[]?(?:{_AGENCIES})(?:/(?:{_AGENCIES})){{0,3}}[)\].]{{0,2}}\Z")
_PICTURE_AGENCIES = (
    "Getty Images|Getty|GETTY IMAGES|Shutterstock|iStock|Alamy|Alamy Stock Photo|EPA-EFE|EPA|Zuma"
    "|ZUMA Press|NurPhoto|Sipa|SIPA|Imago|IMAGO|Picture Alliance|picture alliance|Unsplash|Pixabay"
    "|Flickr|Wikimedia Commons|Depositphotos|Corbis|LightRocket|SOPA Images|Pool|AP Photo|Handout"
)
_PICTURE_INITIALS = frozenset(name[0] for name in _PICTURE_AGENCIES.split("|"))
_ARABIC_AGENCIES = (
    r"رويترز|وكالات|الوكالات|فرانس برس|فرانس\ برس|[أا]\s?\.?\s?ف\s?\.?\s?ب\.?"
    r"|د\s?\.?\s?ب\s?\.?\s?[أا]\.?"
    r"|[أا]\s?\.?\s?ب\.?|[أا]سوشيتد\ ?برس|ال[أا]ناضول|سبوتنيك|شينخوا|تاس|نوفوستي|إنترفاكس|وفا"
    r"|معا|وام"
    r"|قنا|كونا|سانا|بترا|واس|واع|وات|وال|واج|بنا|إرنا|فارس|تسنيم|صفا|خاص|متابعات|مراسلنا"
    r"|يو\ بي\ آي"
)

# Lines that are nothing else than one of these, in lower case and without marks at the edges.
_ONE_LINK = frozenset(
    "read more|read also|also read|see also|read next|read on|read this|continue reading|keep"
    " reading"
    "|must read|don't miss|don’t miss|up next|related video|watch also|also watch|watch more"
    "|more on this|read full story|read the full story|read the full article|related story"
    "|related article|اقرا ايضا|اقرا المزيد|اقرأ ايضا|شاهد ايضا|طالع ايضا|تابع القراءة|اقرا كذلك"
    "|المزيد|للمزيد|انظر ايضا|خبر ذو صلة|اقرا التالي".split("|")
)
_LINK_LIST = frozenset(
    "related|related articles|related stories|related news|related content|related coverage"
    "|related links|related topics|related posts|related reading|recommended|recommended for you"
    "|recommended stories|recommended reading|suggested reading|further reading|more on this story"
    "|more on this topic|more stories|more news|more from this section|more like this"
    "|you may also like|you might also like|you may like|you may also be interested in|trending"
    "|trending now|trending stories|most read|most popular|most viewed|top stories|latest news"
    "|latest stories|latest headlines|editor's picks|editor’s picks|editors' picks|what to read"
    " next"
    "|مواضيع ذات صلة|موضوعات ذات صلة|اخبار ذات صلة|مقالات ذات صلة|ذات صلة|مواد ذات صلة"
    "|مواضيع متعلقة|مقالات متعلقة|اخبار متعلقة|قد يعجبك ايضا|قد يهمك ايضا|قد يهمك|الاكثر قراءة"
    "|الاكثر مشاهدة|اخر الاخبار".split("|")
)
_PAGE_FURNITURE = frozenset(
    "share|share this|share this article|share this story|share this post|share article|share story"
    "|share on facebook|share on twitter|share on x|share on whatsapp|share via email|tweet|retweet"
    "|print|print this article|print article|email|e-mail|email this article|copy link|link copied"
    "|save|save article|bookmark|listen|listen to this article|listen to article|listen to story"
    "|comment|comments|leave a comment|post a comment|view comments|show comments|join the"
    " discussion"
    "|join the conversation|add a comment|leave a reply|reply|like|advertisement|advertisements"
    "|advert"
    "|advertising|sponsored|sponsored content|promoted content|subscribe|subscribe now|sign up"
    "|sign up now|sign in|log in|login|register|follow us|follow|skip to content|skip to main"
    " content"
    "|menu|home|search|close|loading|loading...|play video|play audio|accept|accept all"
    "|accept all cookies|accept cookies|reject all|cookie settings|manage cookies|privacy policy"
    "|terms of use|terms of service|terms and conditions|contact us|about us|back to top|facebook"
    "|twitter|whatsapp|telegram|linkedin|instagram|youtube|reddit|pinterest|flipboard|messenger"
    "|story continues below|story continues below advertisement|article continues below"
    "|article continues below advertisement|article continues after advertisement"
    "|continue reading below|all rights reserved|next article|previous article|next story"
    "|previous story|load more|show more|view more|view all|see all|text size|font size|google news"
    "|مشاركة|شارك|شاركها|شارك الخبر|شارك المقال|شارك هذا المقال|طباعة|طباعة الخبر|حفظ|نسخ الرابط"
    "|تم النسخ|اعلان|اعلانات|التعليقات|تعليقات|اضف تعليق|اترك تعليقا|استمع|الرئيسية|القائمة|بحث"
    "|فيسبوك|تويتر|واتساب|تلغرام|تيليغرام|تابعنا|تابعونا|اشترك|اشترك الان|تسجيل الدخول"
    "|سياسة الخصوصية|جميع الحقوق محفوظة|اتصل بنا|من نحن".split("|")
)
_CAPTION_LINE = frozenset(
    "file photo|file image|file picture|file|stock photo|representative image|representational"
    " image"
    "|representational photo|image caption|photo|image source|handout photo|archive photo"
    "|صورة ارشيفية|صورة من الارشيف|صورة توضيحية|ارشيف|ارشيفية|صورة تعبيرية".split("|")
)
_WHOLE_LINES = {
    **dict.fromkeys(_ONE_LINK | _LINK_LIST, "related"),
    **dict.fromkeys(_PAGE_FURNITURE, "crawl"),
    **dict.fromkeys(_CAPTION_LINE, "caption"),
}
_LONGEST_WHOLE_LINE = 60
_EDGES = " \t\r\u00a0:.…|•·*>»›→▶►-–—_[]()+"
_FOLD = str.maketrans("أإآ", "ااا", "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0640")

_LINK_WORDS = (
    "(?:read more|read also|also read|see also|also see|must read|read next|read this|don[’']t miss"
    "|related|related (?:articles?|stor(?:y|ies)|news|coverage|links?|content|video)|recommended"
    "|more on this(?: story| topic)?|further reading|you may also like|also watch|watch also)"
)
_OPENINGS: tuple[tuple[str, int, re.Pattern[str]], ...] = (
    # kind, longest line, how it begins
    (
        "related",
        250,
        re.compile(
            rf"[(\[]?(?i:{_LINK_WORDS})\s*(?:[:|»›→>]|[-–—]\s)\s*\S"
            r"|(?:WATCH|LISTEN|VIDEO|MORE|READ|PHOTOS|GALLERY|PODCAST)\s?[:|»>]\s*\S"
            r"|(?i:read (?:more|the full (?:story|article|report)) (?:here|on|at|about|from|in)\b"
            r"|click here (?:to|for)\b)[^\n]{0,90}(?<![.!?…\"”])\Z"
            r"|(?i:(?:read (?:more|the full (?:story|article|report))|click)"
            r" here(?: (?:for|to read) more)?[.!]?)\Z"
            r"|[(\[]?(?:[اإأ]قر[أا]|شاهد|طالع)\s+(?:[أا]يض[اًا]{1,2}|المزيد|كذلك)\s*[:|»/\-–—…]+\s*\S"
            r"|(?:مواضيع|موضوعات|أخبار|مقالات)\s+ذات صلة\s*[:|»/\-–—]"
        ),
    ),
    (
        "caption",
        500,
        re.compile(
            r"[(\[]?(?:FILE|File|ARCHIVE|STOCK)\s?(?:PHOTO|photo|IMAGE|image|PICTURE|picture|PIC)\b"
            r"(?:\s*[:|\-–—]|\ (?:of|shows|dated|taken)\b)"
            r"|FILE\s?(?:--|[-–—:])\s?\S"
            r"|(?i:photos?|photograph|image|picture|pic|photo illustration|illustration|graphic)"
            r"\s?(?:(?i:credits?|source|courtesy)\b\s?[:,|/]?|\ (?i:by|courtesy(?:\ of)?|via)\b"
            r"|[:|])\s?\S"
            r"|(?:Credits?|CREDIT|Courtesy|COURTESY|Caption|CAPTION)\s?:\s?\S"
            r"|(?:AFP|AP|EPA|REUTERS|Reuters) (?:PHOTO|Photo)\b|REUTERS/\S|AP Photo/"
            r"|(?:ال)?صورة\s?(?:أرشيفية|من الأرشيف|توضيحية|تعبيرية)?\s?:\s?\S|تصوير\s?:\s?\S"
        ),
    ),
    (
        "crawl",
        300,
        re.compile(
            r"(?i:(?:please )?subscribe to (?:our|the)\b|(?:get|receive) (?:our|the)"
            r" [^\n]{0,80}\binbox\b"
            r"|sign up (?:for|to)\b[^\n]{0,120}\b(?:newsletters?|alerts?|inbox|updates|briefing|app)\b"
            r"|(?:please )?follow (?:us|\S+(?: \S+){0,3}) on (?:x|twitter|facebook|instagram|telegram"
            r"|whatsapp|google news|youtube|linkedin|tiktok|threads|social media|our)\b"
            r"|join (?:us on|our (?:whatsapp|telegram|facebook|channel|group))"
            r"|download (?:our|the) (?:\S+ ){0,3}app\b|you can (?:also )?share this story"
            r"|(?:this (?:web)?site|we) uses? cookies|we and our partners use cookies"
            r"|by (?:continuing|using|clicking)[^\n]{0,60}\b(?:site|website|cookies)\b[^\n]{0,80}"
            r"\b(?:agree|accept|consent)"
            r"|(?:please )?enable javascript|your browser does not support"
            r"|(?:©|\(c\)|copyright ©?)\s?(?:19|20)\d\d\b|copyright ©|all rights reserved\b"
            r"|(?:story|article|advertisement)[^\n]{0,20} continues? (?:below|after)"
            r"|(?:\d{1,6} )?(?:comments?|shares?|likes|views)\s?(?:\(\d{1,6}\)|:?\s?\d{1,6})?\Z"
            r"|\d{1,3}[- ]min(?:ute)?s? (?:read|ago)\b|\d{1,2} (?:hours?|days?) ago\Z"
            r"|(?:estimated )?reading time\b)"
            r"|(?:تابعونا|تابعنا|تابعوا|تابع)\s[^\n]{0,40}\sعلى\s|(?:تابعونا|تابعنا) (?:على|عبر)\b"
            r"|(?:اشترك|اشتركوا|انضم|انضموا) (?:في|إلى|الى|الآن|ب)|جميع الحقوق محفوظة|حم[ّ]?ل(?:وا)?"
            r" تطبيق"
            r"|شارك(?:وا)? (?:هذا|هذه|الخبر|المقال)"
        ),
    ),
    (
        "signoff",
        700,
        re.compile(
            r"\(?(?:The |These )?(?i:statements, |opinions, |thoughts, )?(?:[Vv]iews|[Oo]pinions)"
            r"(?:,? (?:and|or|views|opinions|views and|and opinions)\b){0,3}(?: and opinions)?"
            r" (?:expressed|presented|stated) (?:in (?:this|the) (?:article|column|op-?ed|commentary"
            r"|piece"
            r"|blog|post|story|opinion)|(?:here(?:in)?|above|by the authors?),? (?:are|do|is))\b"
            r"|\(?Disclaimer\s?:|Our [Ss]tandards\s?:|\(?This (?:story|article|report|copy) (?:has|was)"
            r"(?: not| originally| first)?(?: been)? (?:edited by|published|generated|produced|auto-)"
            r"|المقالات? (?:المنشورة?|لا تعبر)|(?:إن )?الآراء الواردة|المقال يعبر عن رأي"
        ),
    ),
    ("signoff", 90, re.compile(r"\(?(?:Sources?|SOURCE|المصدر|المصادر)\s?:\s?\S")),
    ("signoff", 300, re.compile(r"\(?(?:إعداد|تغطية صحفية|شارك في التغطية|كتابة|تحرير)\s[^()\n]*\)\Z")),
)
_CREDIT_LINE = (
    r"(?:Additional |Further )?(?:[Rr]eporting|[Ww]riting|[Ee]diting|[Cc]ompil(?:ed|ing)"
    r"|[Tt]ranslat"
    r"(?:ed|ion)|[Pp]roduc(?:ed|tion)|[Ff]act-check(?:ed|ing))(?: and [a-z]+)? by "
    r"|[Ww]ith (?:additional )?(?:inputs?|reporting|files|contributions?) (?:from|by) "
)
_SIGNOFF_NAMES = re.compile(rf"[(\[]?(?:{_CREDIT_LINE})")
_CONTRIBUTED = re.compile(r"contributed(?: reporting)? to this (?:report|story|article)[.)]*\Z")

_NAME_WORD = re.compile(r"[^\W\d_][\w'’\-]*")
_NAME_LINKS = frozenset(
    "and in by for of the from with at to de da di do dos du des del della la le van von den der"
    " ten bin"
    " ibn al el ul ur abu y e et und dan additional reporting writing editing edited written"
    " compiled"
    " compiling translated translation production produced graphics further other staff bureau"
    " bureaus"
    " newsroom desk correspondent correspondents reporter reporters writer writers journalist"
    " journalists editor editors contributors agency agencies team inputs files contributions"
    " special"
    " as well".split()
)
_BY = re.compile(r"(?:By|BY|Written by|Story by|Words by|Text by|Report by)[: ]\s?(?=\S)")
_NOT_AUTHORS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june"
    " july august september october november december noon midnight then now contrast comparison"
    " definition default law design accident all".split()
)
_AUTHOR_TITLE = re.compile(
    rf",\s(?:[\w ]{{0,40}}\b)?(?:[Ww]riter|[Rr]eporter|[Cc]orrespondent|[Cc]olumnist|{_AGENCIES})\Z"
)
_ARABIC_BY = re.compile(
    r"(?:بقلم|كتبت?|إعداد|اعداد|تحرير|ترجمة|تقرير)\s?[:/|\-–—]\s?[^\n.]{2,70}\Z"
    r"|بقلم(?: [^\s.]+){1,5}\Z"
)
_ADDRESS = re.compile(r"[^\s@]{1,64}@[^\s@]{1,190}\Z")

_DATE_WORDS = frozenset(
    "jan january feb february mar march apr april may jun june jul july aug august sep sept"
    " september"
    " oct october nov november dec december mon monday tue tues tuesday wed wednesday thu thur"
    " thurs"
    " thursday fri friday sat saturday sun sunday am pm a p m gmt utc est edt cst cdt mst mdt"
    " pst pdt"
    " bst cet cest ist msk eet eest jst aest hrs h et t z at on of st nd rd th date time published"
    " publish updated update last first posted modified created issued released added edited local"
    " ago hours hour minutes"
    " نشر نشرت تم في بتاريخ تاريخ النشر آخر تحديث اخر التحديث الساعة بتوقيت غرينتش جرينتش"
    " غرينيتش م ص"
    " الأحد الاحد الاثنين الإثنين الثلاثاء الأربعاء الاربعاء الخميس الجمعة السبت يوم الأول الثاني"
    " أول ثان ه هـ".split()
    + _ARABIC_MONTHS
)
_DATE_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_DATE_FORM = re.compile(
    rf"\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}|\d{{1,2}}[-/.]\d{{1,2}}[-/.]\d{{2,4}}|\d{{1,2}}:\d{{2}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?[ .,-]{{0,2}}(?:of )?(?i:{_MONTH})|(?i:{_MONTH})\.?,? \d{{1,2}}"
    rf"|\d{{1,2}}\s?{_ARABIC_MONTH}"
)
_TIME = (
    r"(?:T|,|\s|at|\|){0,4}\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?\s?(?:Z\b|[AaPp]\.?[Mm]\b\.?)?"
    r"\s?(?:GMT|UTC|[A-Z]{1,3}ST|[A-Z]{1,3}DT|CET|EET|MSK|BST|IST)?(?:\s?[+-]\d{1,2}(?::?\d{2})?)?"
)
_CRAWL_PREFIX = re.compile(
    r"(?:(?P<label>(?i:date|published|publish(?:ed)?[_ ]date|pub[_ ]?date|updated|last[_ ]updated"
    r"|posted|modified|last[_ ]modified|created|crawled|timestamp)(?:\s?(?P<colon>[:=])"
    r"|\ on\b)?\s{0,3}"
    r"|نُ?شر في:?\s|تاريخ النشر:?\s|آخر تحديث:?\s))?"
    rf"(?:(?P<iso>\d{{4}}-\d{{2}}-\d{{2}})|{_DAY_MONTH}|\d{{1,2}}/\d{{1,2}}/\d{{4}}"
    rf"|\d{{1,2}} {_ARABIC_MONTH} \d{{4}})"
    rf"(?P<time>{_TIME})?(?P<bar>\s{{0,3}}[|•·])?(?=\s|\Z)"
)
_OPENS_SENTENCE = re.compile(r"\s{0,8}(?:\Z|[\"“”'‘«(\[]?[^\W\da-z_])")

_UPPER = "A-ZÀ-ÖØ-Þ"
_UPPER_WORD = rf"[{_UPPER}][{_UPPER}.'’]+(?:-[{_UPPER}][{_UPPER}.'’]*)*"
_CAPITAL_WORD = rf"[{_UPPER}][\w.'’\-]*"
_REGION = rf"(?:,\ (?!{_MONTH}\b){_CAPITAL_WORD}(?:\ {_CAPITAL_WORD}){{0,2}}){{0,2}}"
_BRACKET = rf"(?:\ ?\[{_CAPITAL_WORD}(?:\ {_CAPITAL_WORD}){{0,3}}\])?"
_DATE_PART = rf"[,.]?\ {_DAY_MONTH}\.?"
_DASH = r"(?:--|[-–—―])"
_SENTENCE_NEXT = rf"(?=[\"“”'‘«(\[]?[{_UPPER}\d])"
_DATELINE = re.compile(
    # LONDON (AP) — / PARIS, Aug 3 (Reuters) - / MOSCOW, August 3. /TASS/. / OSLO, Norway —
    rf"(?P<place>{_UPPER_WORD}(?:[ /]{_UPPER_WORD}){{0,4}}){_REGION}{_BRACKET}"
    rf"(?:(?P<dated>{_DATE_PART})?\ ?(?P<agency>\([{_UPPER}d][^()\n]{{1,40}}\)"
    rf"|/\ ?[{_UPPER}][\w. ]{{1,25}}/)(?:[.:]?\ ?{_DASH}|:)?\.?\s+"
    rf"|{_DATE_PART}\ ?(?:{_DASH}|:)\s*|(?P<bare>\s+{_DASH}\s+{_SENTENCE_NEXT}))"
    # Paris (AFP) - / Geneva, 3 August 2023 – / Moscow. August 3. INTERFAX -
    rf"|{_CAPITAL_WORD}(?:[ /]{_CAPITAL_WORD}){{0,3}}{_REGION}{_BRACKET}"
    rf"(?:(?:{_DATE_PART})?\ ?(?:\((?:{_AGENCIES})\)|/\ ?(?:{_AGENCIES})\ ?/)(?:\ ?{_DASH}"
    rf"|[.:])*\s+"
    rf"|{_DATE_PART}\ ?[{_UPPER}]*\ ?{_DASH}\s+)"
    # (Reuters) - / AFP -
    rf"|\((?:{_AGENCIES})\)\s*(?:{_DASH}\s*)?{_SENTENCE_NEXT}"
    rf"|(?:{_AGENCIES})\s?{_DASH}\s+{_SENTENCE_NEXT}"
)
_ARABIC_WORD = "[\u0621-\u065f\u0670-\u06d3]+"
_ARABIC_DATELINE = re.compile(
    rf"{_ARABIC_WORD}(?:\ {_ARABIC_WORD}){{0,3}}"
    rf"(?:[ ،,]{{1,2}}\d{{1,2}}\ {_ARABIC_MONTH}(?:\ \d{{4}})?)?"
    rf"\s?(?:[-–—/]\s?(?:\(\s?)?|\(\s?)(?:{_ARABIC_AGENCIES})(?!{_ARABIC_WORD})\s?\)?\s?[-–—:/]*\s+"
    rf"|[/(]\s?(?:{_ARABIC_AGENCIES})\s?[/)]\s?[-–—:]*\s+"
    rf"|(?:{_ARABIC_AGENCIES})\s?[-–—:]+\s+"
)
_NOT_PLACES = frozenset(
    "NATO BREXIT OPINION ANALYSIS EXCLUSIVE EXPLAINER EXPLAINED UPDATE UPDATED WATCH VIDEO BREAKING"
    " COMMENT EDITORIAL INTERVIEW FEATURE PROFILE TIMELINE FACTBOX CORRECTION CORRECTED LIVE REVIEW"
    " SPECIAL NEWS SPORT BUSINESS WORLD POLITICS MORE RELATED OPEC UNESCO UNICEF ECOWAS ASEAN BRICS"
    " NASA IAEA AIDS COVID".split()
)

_MARKED_CREDIT = (
    r"(?:(?:AP|AFP|EPA|DPA|dpa|TASS|UPI|PTI|ANI|Reuters|REUTERS|Xinhua)\ (?:Photo|PHOTO|File"
    r" Photo)\b"
    r"|(?:File |FILE |Stock |Handout |Screenshot |Screengrab )?(?:Photos?|PHOTOS?|Image|IMAGE"
    r"|Picture"
    r"|Photograph|Illustration|Photo illustration|Pic|Credit|CREDIT|Courtesy)"
    r"(?:\ credit|\ courtesy(?:\ of)?|\ source)?(?:\ by\b|\ via\b|(?<=[Yy])\ of\b|\s?[:/])"
    r"|(?:REUTERS|AFP|AP|EPA|EPA-EFE)/|(?:File|FILE|Archive)\s?[:\]/)]"
    rf"|[^()\[\]/\n]{{2,60}}/\ ?(?:[^()\[\]/\n]{{2,40}}/)?"
    rf"(?:{_PICTURE_AGENCIES}|{_AGENCIES})\b(?:\ via\ [^()\[\]\n]{{2,40}})?\s?(?:/File)?[)\]])"
)
_CREDIT = re.compile(rf"[(\[](?:(?={_MARKED_CREDIT})[^()\[\]\n]{{2,160}}|أرشيف|أرشيفية|صورة أرشيفية)[)\]]")
_BARE_CREDIT = re.compile(
    rf"[^\n.!?]{{3,60}}(?:/\ ?|\bvia\ |\|\s?)(?:{_PICTURE_AGENCIES}"
    rf"|{_AGENCIES})(?:\ via\ [\w ]{{2,30}})?\Z"
    rf"|(?:{_PICTURE_AGENCIES})\Z"
)
_COPYRIGHT = re.compile(r"©\s?(?!\s?(?:19|20)\d\d)[^\n©]{2,90}\Z")
_COPYRIGHT_NAMES = re.compile(
    rf"©\s?(?:{_CAPITAL_WORD}(?:\ {_CAPITAL_WORD}){{0,3}}"
    rf"\ ?/\ ?{_CAPITAL_WORD}(?:\ {_CAPITAL_WORD})?"
    rf"|(?:{_AGENCIES}|{_PICTURE_AGENCIES})\b)"
)
_FILE_PHOTO = re.compile(r"FILE PHOTO\b|FILE (?:IMAGE|PICTURE)\b|File (?:photo|image|picture):|صورة أرشيفية:")
_FILE_PHOTO_SIGNS = ("FILE ", "File ", "صورة أرشيفية:")
_SENTENCE_END = re.compile(r"[.!?…][\"”’»)]?(?=\s)")
_CAPTION_LIMIT = 350

_LINK_IN_LINE = re.compile(
    r"(?:Read more|READ MORE|Also read|ALSO READ|Read also|READ ALSO|See also|SEE ALSO"
    r"|[اإأ]قر[أا] (?:المزيد|[أا]يض[اً]{1,2}))"
)
_LINK_SIGNS = ("Read ", "READ ", "Also read", "ALSO READ", "See also", "SEE ALSO", "قر")
_LINK_IN_BRACKETS = re.compile(rf"[(\[](?i:{_LINK_WORDS})\s?[:|][^()\[\]\n]{{4,200}}[)\]]")
_LINK_AT_END = re.compile(
    r"(?:(?<=[.!?…”\"»)])\s+)((?:READ MORE|ALSO READ|READ ALSO|SEE ALSO|RELATED|WATCH|READ)\s?:\s"
    r"[^\n]{8,180}(?<![.!]))\Z"
)
_LINK_WINDOW = 200

_TAG = re.compile(
    r"[.!?…؟][\"”’»)]{0,2}\s*"
    r"(\((?:[A-Z][A-Z.\-&]{1,9}(?:[/ +,-]{1,2}[A-Z][A-Za-z.]{1,9}){0,2}"
    rf"|(?:{_AGENCIES})(?:[/ ,]{{1,2}}(?:{_AGENCIES})){{0,2}}"
    r"|[Ww]ith (?:\w{1,12} ){0,2}inputs?(?: from [\w /,&]{2,40})?"
    rf"|(?:{_ARABIC_AGENCIES})(?:\s?[+،,/\-–]\s?(?:{_ARABIC_AGENCIES})){{0,3}})\)\.?)\Z"
    rf"|[.!?…][\"”’»]{{0,2}}\s*(\s{_DASH}\s?(?:{_AGENCIES})\.?)\Z"
    rf"|[.!?…][\"”’»]{{0,2}}\s*(©\s?(?:(?:19|20)\d\d,?\s)?(?:The )?(?:{_AGENCIES})\.?)\Z"
)
_DESK_SLUG = re.compile(r"[a-z]{2,4}(?:-[a-z]{2,4})*(?:/[a-z]{2,4}){1,4}\Z")
_TAIL_SENTENCE = re.compile(
    rf"(?:[.!?…؟][\"”’»)]{{0,2}}\s+|\n\s*)(?=[(\[]?(?:{_CREDIT_LINE}|(?:The )?(?:statements, )?"
    r"(?:[Vv]iews|[Oo]pinions)\b|Follow us on|Subscribe to our|Sign up (?:for|to) our|Source:"
    r"|Copyright|Disclaimer:|المصدر:|تابعونا على|تابعنا على|الآراء الواردة"
    r"|(?:إعداد|تغطية صحفية|شارك في التغطية)\s))"
)
_SENTENCE_START = re.compile(r"[.!?…][\"”’»)]{0,2}\s+|\n\s*|\A")
_TAIL = 700

_FIRST_WORDS = (
    "read related recommended watch listen video photos gallery podcast click file archive stock"
    " photo"
    " photograph image picture pic illustration graphic credit credits courtesy caption"
    " please subscribe receive sign follow join download enable copyright advertisement views"
    " opinions"
    " statements disclaimer source sources reporting writing editing compiled compiling published"
    " updated posted reuters"
).split()
_FIRST_PHRASES = (
    r"More on|MORE\b|See also|SEE ALSO|Also (?:read|see|watch)|ALSO|Must read|Don[’']t miss"
    r"|Further re|You (?:may|might|can)|This (?:web|site|story|article|report|copy)|We (?:use"
    r"|and our)"
    r"|By (?:continuing|using|clicking)|Your browser|All rights|Story|Article|The (?:views"
    r"|opinions|stat)"
    r"|Our [Ss]tandards|Additional|With (?:inputs?|additional|files|reporting|contrib)|Get"
    r" (?:our|the)"
)
_ARABIC_FIRST_WORDS = (
    "تابع|اشترك|انضم|جميع|حم|شارك|بقلم|الآراء|إن الآراء|المقال|المصدر|المصادر|الصورة|صورة|تصوير|كتب"
    "|إعداد|اعداد|ترجمة|تقرير|مواضيع|موضوعات|أخبار|مقالات|نشر|تم|تاريخ|آخر|شاهد|طالع|[اإأ]قر[أا]"
)


def _any_of(words: Iterable[str], *forms: Callable[[str], str]) -> str:
    """A pattern for words at a line's start, grouped by initial so that most lines fail at once."""
    groups: dict[str, list[str]] = {}
    for word in words:
        for form in forms:
            groups.setdefault(form(word)[0], []).append(form(word)[1:])
    return "|".join(f"{initial}(?:{'|'.join(rest)})\\b" for initial, rest in groups.items())


_OPENING_SIGN = (
    f"{_FIRST_PHRASES}|[(\\[©\\d/]|[A-Z]{{2}}"
    f"|[{_UPPER}][\\w.'’\\-]*+(?:[ /][{_UPPER}][\\w.'’\\-]*+){{0,3}}+[,.]?\\ ?"
    f"(?:[(\\[/\\d]|{_MONTH}\\b)"
    f"|(?=[\u0621-\u064a])(?:[^\\n.،]{{1,50}}?[-–—/(|]|{_ARABIC_FIRST_WORDS})"
)
_LINE_SIGN = (
    # a line that does not end like a sentence, or begins like boilerplate
    '(?:[^\\n]{2,160}+(?=\\n|\\Z)(?<![.!?"”’»،؟…])'
    f"|{_any_of(_FIRST_WORDS, str.capitalize, str.upper)}|{_OPENING_SIGN})"
)
_OPENING_HERE = re.compile(f"{_any_of(_FIRST_WORDS, str.lower, str.capitalize, str.upper)}|{_OPENING_SIGN}")
_FIRST_LINE_SIGN = re.compile(f"\\s*+(?:{_LINE_SIGN}|[a-z_]{{4,20}}[:=]?\\s\\d)")
_NEXT_LINE_SIGN = re.compile(f"\\n(?:(?<=[)\\]]\\n)|[ \\t\\r]*+{_LINE_SIGN})")
_LINE_SIGN_HERE = re.compile(_LINE_SIGN)
_TAIL_SIGNS = (
    "eporting by",
    "riting by",
    "diting by",
    "ompiled by",
    "ranslated by",
    "inputs from",
    "input from",
    "to this report",
    "to this story",
    "to this article",
    "xpressed",
    "ollow us",
    "ubscribe to",
    "ign up",
    "ource:",
    "opyright",
    "Disclaimer",
)
_ARABIC_TAIL_SIGNS = ("المصدر", "(إعداد", "(تغطية", "(شارك", "(تحرير", "تابعونا", "تابعنا", "الآراء")
_LAST_SIGN = re.compile(rf"[)\]]\.?\Z|[.!?…][\"”’»]{{0,2}}\s+{_DASH}\s?[A-Zd][\w ]{{1,25}}\.?\Z")
_SIGNS_ANYWHERE = ("PHOTO", "Photo", "Read ", "READ", "©")
_ARABIC_SIGNS = ("قر", "أرشيف")
_COMMON_ARABIC_LETTER = "ا"
_LINE = re.compile(r"\S[^\n]++")
_DIGIT = re.compile(r"\d")
_SHORTEST_OPENING = 6
_SHORTEST_DATELINE = 8


def find_boilerplate(text: str, language_hint: str | None = None) -> list[BoilerplateSpan]:
    """Find captions, related links, crawl remains, datelines, bylines and sign-offs.

    Parameters
    ----------
    text : str
        A news text, with or without line breaks.
    language_hint : str, optional
        Accepted for callers that know the language. The rules of all languages are tried in any
        case, because pages mix them.

    Returns
    -------
    list of BoilerplateSpan
        Sorted and without overlaps.
    """
    if not _has_sign(text):
        return []
    lines = _lines(text)
    kinds, undecided = _line_kinds(text, lines)
    spans = [BoilerplateSpan(line.start, line.end, kind) for line, kind in zip(lines, kinds, strict=True) if kind]
    spans += _openings(text, lines, kinds, undecided)
    spans += _inline_captions(text, lines, kinds)
    spans += _inline_links(text, lines, kinds)
    spans += _endings(text, lines, kinds)
    return _without_overlaps(spans)


def _has_sign(text: str) -> bool:
    if _FIRST_LINE_SIGN.match(text) or _NEXT_LINE_SIGN.search(text):
        return True
    tail = text[-_TAIL:].rstrip()
    if _LAST_SIGN.search(tail, max(0, len(tail) - 40)) or any(sign in tail for sign in _TAIL_SIGNS):
        return True
    if any(sign in text for sign in _SIGNS_ANYWHERE):
        return True
    if _COMMON_ARABIC_LETTER not in text:
        return False
    return any(sign in tail for sign in _ARABIC_TAIL_SIGNS) or any(sign in text for sign in _ARABIC_SIGNS)


def _lines(text: str) -> list[_Line]:
    """Lines of two characters and more, without the white space around them."""
    found = []
    for match in _LINE.finditer(text):
        line = match.group().rstrip()
        start = match.start()
        found.append(_Line(start, start + len(line), line))
    return found


def _line_kinds(text: str, lines: list[_Line]) -> tuple[list[str | None], list[int]]:
    """Kind of each line that is boilerplate as a whole, and lines that may hold a dateline."""
    whole_text = len(lines) == 1
    kinds: list[str | None] = [None] * len(lines)
    undecided = []
    for index, line in enumerate(lines):
        if _LINE_SIGN_HERE.match(text, line.start) or line.text[-1] in ")]":
            kinds[index] = _line_kind(line.text, whole_text)
            if kinds[index] is None and len(line.text) >= _SHORTEST_DATELINE:
                undecided.append(index)
    for index, line in enumerate(lines):
        if kinds[index] == "related":
            _mark_headlines(text, lines, kinds, index, _key(line.text))
    return kinds, [index for index in undecided if kinds[index] is None]


def _key(line: str) -> str:
    if len(line) > _LONGEST_WHOLE_LINE:
        return ""
    key = line.lower().strip(_EDGES)
    return key if key.isascii() else key.translate(_FOLD)


def _line_kind(line: str, whole_text: bool) -> str | None:
    """Kind of a line that is boilerplate from end to end, else None."""
    if len(line) > 700:
        return None
    kind = _WHOLE_LINES.get(_key(line)) if len(line) <= _LONGEST_WHOLE_LINE else None
    if kind or len(line) < _SHORTEST_OPENING:
        return kind or ("signoff" if _AGENCY_LINE.match(line) else None)
    if whole_text and len(line) > _CAPTION_LIMIT:
        return None
    return (
        _kind_of_short_line(line)
        or (_kind_by_opening(line, whole_text) if _OPENING_HERE.match(line) else None)
        or ("signoff" if _is_signoff(line) else None)
        or ("caption" if _is_caption(line, whole_text) else None)
    )


def _kind_of_short_line(line: str) -> str | None:
    if len(line) > 120:
        return None
    if _is_date_line(line):
        return "crawl"
    return "byline" if _is_byline(line) else None


def _kind_by_opening(line: str, whole_text: bool) -> str | None:
    for kind, longest, opening in _OPENINGS:
        if len(line) <= longest and opening.match(line):
            return kind if kind != "related" or _is_link(line, whole_text) else None
    return None


def _is_date_line(line: str) -> bool:
    """Whether a line holds a date or a time of day and nothing but words that go with them."""
    if not _DIGIT.search(line) or not _DATE_FORM.search(line):
        return False
    return all(
        token.isdecimal() or token.lower() in _DATE_WORDS or token in _DATE_WORDS for token in _DATE_TOKEN.findall(line)
    )


def _is_byline(line: str) -> bool:
    if _ADDRESS.match(line) or _ARABIC_BY.match(line):
        return True
    if line[-1] in '.!?…"”' and not line.endswith(("Jr.", "Sr.")):
        return False
    opening = _BY.match(line)
    if opening:
        return _are_authors(line[opening.end() :])
    return len(line) <= 80 and bool(_AUTHOR_TITLE.search(line)) and _are_names(line)


def _are_authors(names: str) -> bool:
    words = [word for word in _NAME_WORD.findall(names) if word.lower() not in _DATE_WORDS]
    if not words or words[0].lower() in _NOT_AUTHORS or not _are_names(" ".join(words)):
        return False
    capitals = sum(word[0].isupper() for word in words)
    return capitals >= 2 or bool(_KNOWN_AGENCY.match(names.strip()))


def _are_names(text: str) -> bool:
    """Whether every word has a capital or commonly stands between names."""
    return all(not word[0].islower() or word in _NAME_LINKS for word in _NAME_WORD.findall(text))


def _is_signoff(line: str) -> bool:
    if _DESK_SLUG.match(line):
        return True
    if len(line) > 500:
        return False
    if _SIGNOFF_NAMES.match(line):
        return _are_names(line[0].lower() + line[1:] if line[0] != "(" else line)
    if _AGENCY_LINE.match(line):
        return True
    contributed = _CONTRIBUTED.search(line)
    return contributed is not None and _are_names(line[: contributed.start()])


def _is_caption(line: str, whole_text: bool) -> bool:
    if len(line) > 500:
        return False
    has_bar = "/" in line or "|" in line or "via " in line or line[0] in _PICTURE_INITIALS
    if has_bar and len(line) <= 110 and _BARE_CREDIT.match(line):
        return True
    credit = _last(_CREDIT.finditer(line))
    if credit and not line[credit.end() :].strip(" .,"):
        # a text of one line is no caption: there the credit alone is cut out
        return not whole_text or credit.start() == 0
    mark = _COPYRIGHT.search(line)
    if mark is None or mark.start() == 0:
        return mark is not None
    # a report that carries a credit ends in a full stop before it, and is more than a caption
    is_report = whole_text or _SENTENCE_END.search(line, 0, mark.start())
    return not is_report and not _FILE_PHOTO.search(line)


def _last(matches: Iterator[re.Match[str]]) -> re.Match[str] | None:
    found = None
    for match in matches:
        found = match
    return found


def _is_headline(line: str) -> bool:
    if not 8 <= len(line) <= 180:
        return False
    if line[-1] in ".!…:;,،" or (line[-1] in '"”’»)' and line[-2] in ".!…,"):
        return False
    return not (line[0] in '"“«' and line[-1] in '"”»')


def _is_link(line: str, whole_text: bool) -> bool:
    """Whether a line that begins like a link holds no sentence of the report behind it."""
    if line[-1] not in ".!" and not line.endswith((".”", '."')):
        return True
    return not whole_text and len(line) <= 120 and not _SENTENCE_END.search(line)


def _mark_headlines(text: str, lines: list[_Line], kinds: list[str | None], index: int, key: str) -> None:
    """Mark the headlines that belong to a line such as 'Read more', behind it and before it."""
    if key in _LINK_LIST:
        limit = 10
    elif key in _ONE_LINK:
        limit = 1
    else:
        return
    headline = None
    for place in range(index + 1, min(index + 1 + limit, len(lines))):
        if kinds[place] is not None or not _is_headline(lines[place].text):
            break
        if _is_wrapped(text, lines, place):
            break
        kinds[place] = "related"
        headline = headline or lines[place].text
    # copies of the headline: before the marker, and behind the headline
    for step, place in ((-1, index - 1), (-1, index - 2), (1, index + 2)):
        if not 0 <= place < len(lines) or kinds[place - step] != "related":
            continue
        if kinds[place] is None and _repeats(lines[place].text, headline):
            kinds[place] = "related"


def _is_wrapped(text: str, lines: list[_Line], place: int) -> bool:
    """Whether a line goes on in the next one."""
    if place + 1 >= len(lines):
        return False
    following = lines[place + 1]
    gap = text[lines[place].end : min(following.start, lines[place].end + 8)]
    return gap.count("\n") == 1 and following.text[0].islower()


def _repeats(line: str, headline: str | None) -> bool:
    """Whether a line is a headline again, or one text twice over."""
    if line == headline:
        return True
    half = len(line) // 2
    return 8 <= half <= 180 and line[:half].strip() == line[half:].strip()


def _openings(
    text: str, lines: list[_Line], kinds: list[str | None], undecided: list[int]
) -> Iterator[BoilerplateSpan]:
    """Crawl dates and bylines before the first sentence, datelines before that of any paragraph."""
    start = 0
    if lines and kinds[0] is None:
        start = lines[0].start
        for kind, find_end in (("crawl", _crawl_prefix), ("byline", _byline_prefix)):
            end = find_end(text, start)
            if end > start:
                yield BoilerplateSpan(start, start + len(text[start:end].rstrip()), kind)
                start = end
        undecided = [0, *undecided[undecided[:1] == [0] :]]
    for index in undecided:
        start = max(start, lines[index].start)
        end = _dateline_end(text, start, lines[index].end)
        if end > start:
            yield BoilerplateSpan(start, start + len(text[start:end].rstrip()), "dateline")


def _crawl_prefix(text: str, start: int) -> int:
    """Where the text goes on after a date that no sentence needs, or ``start``."""
    match = _CRAWL_PREFIX.match(text, start)
    if not match or not _OPENS_SENTENCE.match(text, match.end()):
        return start
    sure = match["iso"] or match["time"] or match["colon"] or match["bar"]
    if not match["label"] and not (match["iso"] or match["time"]):
        return start
    if match["label"] and not sure and not match["label"][0].isupper():
        return start
    gap = text[match.end() : match.end() + 8]
    return match.end() + len(gap) - len(gap.lstrip())


_BYLINE_PREFIX = re.compile(
    rf"(?:By|BY) {_CAPITAL_WORD} {_CAPITAL_WORD}(?: {_CAPITAL_WORD})?"
    rf"(?:(?:,| and) {_CAPITAL_WORD} {_CAPITAL_WORD}){{0,3}},?\s+"
)
_SHORT_BYLINE_PREFIX = re.compile(
    rf"(?:By|BY) {_CAPITAL_WORD} {_CAPITAL_WORD}"
    rf"(?:(?:,| and) {_CAPITAL_WORD} {_CAPITAL_WORD}){{0,3}},?\s+"
)


def _byline_prefix(text: str, start: int) -> int:
    """Where a dateline begins directly after an author's name, or ``start``."""
    for pattern in (_BYLINE_PREFIX, _SHORT_BYLINE_PREFIX):
        match = pattern.match(text, start)
        if match and _dateline_end(text, match.end(), len(text)) > match.end():
            return match.end()
    return start


def _dateline_end(text: str, start: int, line_end: int) -> int:
    match = _DATELINE.match(text, start)
    if not match:
        match = _ARABIC_DATELINE.match(text, start)
        return match.end() if match and match.end() <= line_end else start
    if match.end() > line_end:
        return start
    place = match["place"]
    if place is None:
        return match.end()
    letters = sum(character.isalpha() for character in place)
    if match["bare"] and (letters < 4 or place in _NOT_PLACES or match.group().count(" ") > 5):
        return start
    agency = match["agency"]
    if agency and not match["dated"]:
        known = _KNOWN_AGENCY.match(agency[1:-1].strip())
        has_dash = match.group().rstrip()[-1] in "-–—―:/."
        if not known and not has_dash:
            return start
    return match.end()


def _inline_captions(text: str, lines: list[_Line], kinds: list[str | None]) -> Iterator[BoilerplateSpan]:
    """Captions and credits inside a paragraph, cut out as narrowly as their form allows."""
    has_marker = any(sign in text for sign in _FILE_PHOTO_SIGNS) and _FILE_PHOTO.search(text) is not None
    has_credit = any(_CREDIT.match(text, start) for start in _brackets(text))
    if not has_marker and not has_credit:
        return
    for line, kind in zip(lines, kinds, strict=True):
        if kind is not None:
            continue
        for marker in _FILE_PHOTO.finditer(line.text):
            end = _caption_end(line.text, marker.end())
            if end > marker.end():
                yield BoilerplateSpan(line.start + marker.start(), line.start + end, "caption")
        for credit in _CREDIT.finditer(line.text):
            yield BoilerplateSpan(line.start + credit.start(), line.start + credit.end(), "caption")


def _caption_end(line: str, start: int) -> int:
    """Where a caption ends: behind its credit, else at its first full stop, else with the line."""
    limit = start + _CAPTION_LIMIT
    if limit >= len(line):
        tail = _COPYRIGHT.search(line, start)
        if tail and not _SENTENCE_END.search(line, tail.start()):
            return len(line)
    for pattern in (_COPYRIGHT_NAMES, _CREDIT, _SENTENCE_END):
        match = pattern.search(line, start, limit)
        if match:
            return match.end()
    return len(line) if len(line) <= limit else start


def _brackets(text: str) -> Iterator[int]:
    """Where brackets open (faster than a scan by an expression)."""
    for opening in "([":
        place = text.find(opening)
        while place >= 0:
            yield place
            place = text.find(opening, place + 1)


def _inline_links(text: str, lines: list[_Line], kinds: list[str | None]) -> Iterator[BoilerplateSpan]:
    """Links inside a paragraph: bracketed, at its end, or between two copies of one headline."""
    for start in _brackets(text):
        bracket = _LINK_IN_BRACKETS.match(text, start)
        if bracket:
            yield BoilerplateSpan(start, bracket.end(), "related")
    if "READ" in text or "RELATED:" in text or "SEE ALSO" in text or "WATCH:" in text:
        for line, kind in zip(lines, kinds, strict=True):
            if kind is None:
                floor = max(0, len(line.text) - _LINK_WINDOW)
                ending = _LINK_AT_END.search(line.text, floor)
                if ending:
                    yield BoilerplateSpan(line.start + ending.start(1), line.end, "related")
    for marker in _LINK_IN_LINE.finditer(text) if any(sign in text for sign in _LINK_SIGNS) else ():
        span = _between_copies(text, marker.start(), marker.end())
        if span:
            yield span


def _between_copies(text: str, start: int, end: int) -> BoilerplateSpan | None:
    """'Headline Headline Read more Headline': the same words on both sides tell the extent."""
    before = text[max(0, start - 2 * _LINK_WINDOW) : start].rstrip()
    window = text[end : end + _LINK_WINDOW]
    after = window.lstrip(" \t\r\n:")
    head = after[:12]
    if len(head) < 12:
        return None
    place = before.rfind(head)
    headline = before[place:]
    if place < 0 or not after.startswith(headline) or len(headline.split()) < 3:
        return None
    first = place
    earlier = before[:place].rstrip()
    if earlier.endswith(headline):
        first = len(earlier) - len(headline)
    origin = max(0, start - 2 * _LINK_WINDOW)
    return BoilerplateSpan(origin + first, end + len(window) - len(after) + len(headline), "related")


def _endings(text: str, lines: list[_Line], kinds: list[str | None]) -> Iterator[BoilerplateSpan]:
    """Sign-offs behind the last sentence, before whatever boilerplate follows it."""
    last = next((i for i in range(len(lines) - 1, -1, -1) if kinds[i] is None), None)
    if last is None:
        return
    end = lines[last].end
    for _ in range(3):
        floor = max(0, end - _TAIL)
        tail = text[floor:end]
        found = _tag(tail) or _tail_sentence(tail) or _contributors(tail)
        if not found:
            return
        start, kind = found
        yield BoilerplateSpan(floor + start, end, kind)
        end = floor + len(tail[:start].rstrip())


def _tag(tail: str) -> tuple[int, str] | None:
    window = max(0, len(tail) - 120)
    match = _TAG.search(tail, window)
    if not match or match.lastindex is None:
        return None
    start = match.start(match.lastindex)
    return start + len(match[match.lastindex]) - len(match[match.lastindex].lstrip()), "signoff"


def _tail_sentence(tail: str) -> tuple[int, str] | None:
    for match in _TAIL_SENTENCE.finditer(tail):
        rest = tail[match.end() :]
        if "\n" in rest:
            continue
        kind = _line_kind(rest, whole_text=False)
        if kind in ("signoff", "crawl"):
            return match.end(), kind
    return None


def _contributors(tail: str) -> tuple[int, str] | None:
    match = _CONTRIBUTED.search(tail)
    if not match:
        return None
    for sentence in _SENTENCE_START.finditer(tail, 0, match.start()):
        names = tail[sentence.end() : match.start()]
        if "\n" not in names and not _DIGIT.search(names) and _are_names(names):
            return sentence.end(), "signoff"
    return None


def _without_overlaps(spans: list[BoilerplateSpan]) -> list[BoilerplateSpan]:
    """Sort; a stretch claimed twice goes to the span that begins first, or is the longer one."""
    spans.sort()
    kept: list[BoilerplateSpan] = []
    for span in spans:
        if kept and span.start == kept[-1].start:
            kept[-1] = span
        elif not kept or span.start >= kept[-1].end:
            kept.append(span)
        elif span.end > kept[-1].end:
            kept.append(BoilerplateSpan(kept[-1].end, span.end, span.kind))
    return kept

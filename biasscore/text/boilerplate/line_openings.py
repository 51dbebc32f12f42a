"""How lines that are boilerplate from end to end begin."""

from __future__ import annotations

import re

from biasscore.text.boilerplate.words import LINK_WORDS

OPENINGS: tuple[tuple[str, int, re.Pattern[str]], ...] = (
    # kind, longest line, how it begins
    (
        "related",
        250,
        re.compile(
            rf"[(\[]?(?i:{LINK_WORDS})\s*(?:[:|»›→>]|[-–—]\s)\s*\S"
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

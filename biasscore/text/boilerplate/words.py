"""Words of boilerplate: agencies, months, and what links, buttons and captions say."""

from __future__ import annotations

MONTH = (
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
ARABIC_MONTH = "(?:" + "|".join(_ARABIC_MONTHS) + ")"
AGENCIES = (
    "Reuters|REUTERS|Associated Press|The Associated Press|AP|Agence France-Presse|AFP|TASS|Xinhua"
    "|XINHUA|Kyodo(?: News)?|KYODO|Yonhap|Bloomberg|UPI|dpa(?:/[a-z]+)?|DPA|dpa-AFX|EFE|ANSA|Ansa"
    "|Interfax|INTERFAX|RIA Novosti|Sputnik|Anadolu|Anadolu Agency|AA|ANI|PTI|IANS|UNI|PA|PA Media"
    "|Press Association|AAP|CP|The Canadian Press|Canadian Press|WAFA|MENA|SANA|SPA|KUNA|QNA|WAM"
    "|Petra|IRNA|ISNA|Tasnim|Fars|APS|MAP|TAP|NNA|Ukrinform|UKRINFORM|BelTA|Belga|ANP|TT|NTB"
    "|Ritzau|STT|Lusa|LUSA|APA|PAP|CTK|ČTK|TASR|MTI|Agerpres|AGERPRES|BTA|Tanjug|HINA|Hina|Antara"
    "|ANTARA|Bernama|BERNAMA|VNA|PNA|KCNA|NAN|PANA|APP|BSS|CNA|CNN|PRNewswire|PR Newswire"
    "|Business Wire|BUSINESS WIRE|GLOBE NEWSWIRE|Agencies|AGENCIES"
)
PICTURE_AGENCIES = (
    "Getty Images|Getty|GETTY IMAGES|Shutterstock|iStock|Alamy|Alamy Stock Photo|EPA-EFE|EPA|Zuma"
    "|ZUMA Press|NurPhoto|Sipa|SIPA|Imago|IMAGO|Picture Alliance|picture alliance|Unsplash|Pixabay"
    "|Flickr|Wikimedia Commons|Depositphotos|Corbis|LightRocket|SOPA Images|Pool|AP Photo|Handout"
)
ARABIC_AGENCIES = (
    r"رويترز|وكالات|الوكالات|فرانس برس|فرانس\ برس|[أا]\s?\.?\s?ف\s?\.?\s?ب\.?"
    r"|د\s?\.?\s?ب\s?\.?\s?[أا]\.?"
    r"|[أا]\s?\.?\s?ب\.?|[أا]سوشيتد\ ?برس|ال[أا]ناضول|سبوتنيك|شينخوا|تاس|نوفوستي|إنترفاكس|وفا"
    r"|معا|وام"
    r"|قنا|كونا|سانا|بترا|واس|واع|وات|وال|واج|بنا|إرنا|فارس|تسنيم|صفا|خاص|متابعات|مراسلنا"
    r"|يو\ بي\ آي"
)
# Lines that are nothing else than one of these, in lower case and without marks at the edges.
ONE_LINK = frozenset(
    "read more|read also|also read|see also|read next|read on|read this|continue reading|keep"
    " reading"
    "|must read|don't miss|don’t miss|up next|related video|watch also|also watch|watch more"
    "|more on this|read full story|read the full story|read the full article|related story"
    "|related article|اقرا ايضا|اقرا المزيد|اقرأ ايضا|شاهد ايضا|طالع ايضا|تابع القراءة|اقرا كذلك"
    "|المزيد|للمزيد|انظر ايضا|خبر ذو صلة|اقرا التالي".split("|")
)
LINK_LIST = frozenset(
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
WHOLE_LINES = {
    **dict.fromkeys(ONE_LINK | LINK_LIST, "related"),
    **dict.fromkeys(_PAGE_FURNITURE, "crawl"),
    **dict.fromkeys(_CAPTION_LINE, "caption"),
}
LINK_WORDS = (
    "(?:read more|read also|also read|see also|also see|must read|read next|read this|don[’']t miss"
    "|related|related (?:articles?|stor(?:y|ies)|news|coverage|links?|content|video)|recommended"
    "|more on this(?: story| topic)?|further reading|you may also like|also watch|watch also)"
)
NAME_LINKS = frozenset(
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
NOT_AUTHORS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june"
    " july august september october november december noon midnight then now contrast comparison"
    " definition default law design accident all".split()
)
DATE_WORDS = frozenset(
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
NOT_PLACES = frozenset(
    "NATO BREXIT OPINION ANALYSIS EXCLUSIVE EXPLAINER EXPLAINED UPDATE UPDATED WATCH VIDEO BREAKING"
    " COMMENT EDITORIAL INTERVIEW FEATURE PROFILE TIMELINE FACTBOX CORRECTION CORRECTED LIVE REVIEW"
    " SPECIAL NEWS SPORT BUSINESS WORLD POLITICS MORE RELATED OPEC UNESCO UNICEF ECOWAS ASEAN BRICS"
    " NASA IAEA AIDS COVID".split()
)

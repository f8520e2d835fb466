"""Chinese and Arabic numerals: recognise, read, write.

`NUMBER` matches digits with thousands and decimals, Chinese numerals, capital numerals as sums are written
in. A capital numeral begins with a capital digit: 拾 in 捡拾 is a verb.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from anju.kernel import zh

_LARGE = {"万": 10_000, "亿": 100_000_000}

CHINESE = "零〇一二两三四五六七八九十百千万亿"
_CAPITAL_DIGITS = "壹贰叁肆伍陆柒捌玖"
_CAPITAL = rf"[{_CAPITAL_DIGITS}][{_CAPITAL_DIGITS}零拾佰仟百千万亿]{{0,20}}|拾[{_CAPITAL_DIGITS}万](?=[{_CAPITAL_DIGITS}万亿元圆])"
_ARABIC = r"\d{1,3}(?:,\d{3}){1,5}(?:\.\d{1,8})?|\d{1,15}(?:\.\d{1,8})?"
NUMBER = rf"(?:(?:{_ARABIC})[万亿]?|[{CHINESE}]{{1,14}}(?:点[{CHINESE}]{{1,4}})?|{_CAPITAL})"
PERCENT = (
    rf"(?:(?:{_ARABIC})\s?(?:%|‰|个百分点)|[{CHINESE}]{{1,3}}个百分点|百分之(?:{NUMBER})|[{CHINESE}]{{1,3}}分之[{CHINESE}]{{1,4}}"
    rf"|(?<![\d/])[1-9]/[2-9](?![\d/])|(?<![{CHINESE}])(?:[一二两三四五六七八九]|(?<![\d.])[1-9])成(?:半|[一二三四五六七八九](?![名个位份人次项天]))?(?![为本立果功交员熟都长型绩效活分品套片人就语因])"
    r")"
)


def number(text: str) -> Decimal | None:
    """Value of a numeral, None when the text is no numeral. 半 is 0.5, 双 is 2, 3.5万 is 35000."""
    text = text.strip().replace(",", "")
    if text in ("半", "双"):
        return Decimal("0.5") if text == "半" else Decimal(2)
    if not text:
        return None
    if text[0].isascii():
        scale = _LARGE.get(text[-1], 1)
        try:
            return Decimal(text.rstrip("万亿")) * scale
        except InvalidOperation:
            return None
    whole, _, fraction = text.partition("点")
    value = zh.numeral(whole)
    if value is None or not fraction:
        return None if value is None else Decimal(value)
    digits = [zh.DIGITS.get(char) for char in fraction]
    if None in digits:
        return None
    return value + Decimal("0." + "".join(str(digit) for digit in digits))


def percentage(text: str) -> Decimal | None:
    """Percent value of 95%, 千分之三, 三分之二, 2/3, 九成; fractions with two decimals."""
    text = text.strip().replace("个百分点", "%")
    if text.endswith("%"):
        return number(text[:-1])
    if text.endswith("‰"):
        value = number(text[:-1])
        return None if value is None else value / 10
    if "分之" in text:
        below, _, above = text.partition("分之")
        return _share(number(above), number(below))
    if "/" in text:
        above, _, below = text.partition("/")
        return _share(number(above), number(below))
    if "成" in text:
        whole, _, part = text.partition("成")
        tenths, ones = number(whole), Decimal(5) if part == "半" else number(part or "零")
        return None if tenths is None or ones is None else tenths * 10 + ones
    return None


def _share(above: Decimal | None, below: Decimal | None) -> Decimal | None:
    if above is None or not below:
        return None
    share = above * 100 / below
    rounded = share.quantize(Decimal("0.01"))
    return rounded if rounded != share else share.normalize() + 0


def chinese(value: int) -> str:
    """Chinese numeral of 0 ≤ value < 10^8, as spoken: 12 is 十二, 105 is 一百零五."""
    if value < 0 or value >= 100_000_000:
        raise ValueError(value)
    if value == 0:
        return "零"
    high, low = divmod(value, 10_000)
    parts = []
    if high:
        parts.append(_thousands(high) + "万")
        if low and low < 1000:
            parts.append("零")
    if low:
        parts.append(_thousands(low))
    spoken = "".join(parts)
    return spoken[1:] if spoken.startswith("一十") else spoken


def _thousands(value: int) -> str:
    parts: list[str] = []
    gap = False
    for scale, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, scale)
        if digit:
            if gap and parts:
                parts.append("零")
            parts.append("零一二三四五六七八九"[digit] + name)
            gap = False
        else:
            gap = True
    return "".join(parts)

"""Names for the demo's people, drawn in a fixed order: the same demo every time."""

from __future__ import annotations

from collections.abc import Iterator

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
)
GIVEN = (
    "建国", "秀英", "志强", "桂兰", "海涛", "玉梅", "文斌", "丽华", "国庆", "春燕", "永刚", "雪梅", "宏伟", "凤英",
    "立军", "红霞", "振华", "淑珍", "成龙", "晓燕", "少华", "美玲", "长江", "爱民", "德胜", "彩云", "世杰", "金凤",
    "新民", "兰芳", "卫东", "艳红", "福生", "小玲", "保国", "月娥", "云飞", "巧珍", "学文", "翠花", "大勇", "亚楠",
    "子轩", "思雨", "俊杰", "欣怡", "浩然", "梦瑶",
)  # fmt: skip


def people() -> Iterator[str]:
    """Endless distinct names: the surname and the given name walk at different speeds."""
    step = 0
    while True:
        yield SURNAMES[(step * 7) % len(SURNAMES)] + GIVEN[(step * 11 + step // len(GIVEN)) % len(GIVEN)]
        step += 1


def phone(number: int) -> str:
    """A well-formed mobile number, eleven digits."""
    return f"1990000{number:04d}"

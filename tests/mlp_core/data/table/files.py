"""Small files as people have them, each with the table that it holds, worked out by hand."""

import gzip
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class File:
    """Bytes of a file, and what is to be understood of it.

    kinds     of all columns, in order; ``rows`` there are, and so many ``inputs`` are made
    target    that is guessed; its ``classes``, or () for a regression
    missing   cells by column, where there are any
    doubts    the choices that are asked for beside target and goal
    said      parts of the problems, and ``noted`` of the notes; nothing else is said to be wrong
    """

    data: bytes
    kinds: str
    target: str
    classes: tuple[str, ...]
    rows: int
    inputs: int
    missing: dict[str, int] = field(default_factory=dict)
    doubts: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    noted: tuple[str, ...] = ()


def lines(head: str, n: int, row: Callable[[int], str], end: str = "\n") -> bytes:
    """A text of a first line and the rows 0 to n - 1."""
    return end.join([*([head] if head else []), *(row(k) for k in range(n)), ""]).encode()


def iris(k: int) -> str:
    return f"{5.1 + k / 7:.1f},{3.5 + k / 9:.1f},Iris-{('setosa', 'virginica')[k % 2]}"


MISSING = ["1.5", "?", "NA", "N/A", "NaN", "null", "-", "na", "", "n/a", "Null", "2.5"]
TWO = "number number category"
PLAIN = lines("a,b,c", 12, lambda k: f"{k},{k / 4},{'xy'[k % 2]}")

FILES: dict[str, File] = {
    "plain": File(PLAIN, TWO, "c", ("x", "y"), 12, 2),
    "windows line ends": File(PLAIN.replace(b"\n", b"\r\n"), TWO, "c", ("x", "y"), 12, 2),
    "old Macintosh line ends": File(PLAIN.replace(b"\n", b"\r"), TWO, "c", ("x", "y"), 12, 2),
    "no last line end": File(PLAIN.rstrip(b"\n"), TWO, "c", ("x", "y"), 12, 2),
    "byte order mark": File(b"\xef\xbb\xbf" + PLAIN, TWO, "c", ("x", "y"), 12, 2),
    "UTF-16 of Excel": File(
        PLAIN.decode().replace(",", "\t").encode("utf-16"), TWO, "c", ("x", "y"), 12, 2
    ),
    "UTF-16 without a mark": File(PLAIN.decode().encode("utf-16-le"), TWO, "c", ("x", "y"), 12, 2),
    "UTF-16, the other way round": File(
        b"\xfe\xff" + PLAIN.decode().encode("utf-16-be"), TWO, "c", ("x", "y"), 12, 2
    ),
    "gzipped": File(gzip.compress(PLAIN), TWO, "c", ("x", "y"), 12, 2),
    "gzipped in pieces": File(
        gzip.compress(PLAIN[:40]) + gzip.compress(PLAIN[40:]) + bytes(20),
        TWO,
        "c",
        ("x", "y"),
        12,
        2,
    ),
    "Latin-1": File(
        lines("Größe,Öl,Straße", 8, lambda k: f"{k},{k * 0.3:.1f},{'äö'[k % 2]}")
        .decode()
        .encode("latin-1"),
        TWO,
        "Straße",
        ("ä", "ö"),
        8,
        2,
        doubts=("encoding",),
    ),
    "tabs": File(PLAIN.replace(b",", b"\t"), TWO, "c", ("x", "y"), 12, 2),
    "semicolons": File(PLAIN.replace(b",", b";"), TWO, "c", ("x", "y"), 12, 2),
    "bars": File(PLAIN.replace(b",", b"|"), TWO, "c", ("x", "y"), 12, 2),
    "bars with blanks": File(PLAIN.replace(b",", b" | "), TWO, "c", ("x", "y"), 12, 2),
    "columns set by blanks, no names": File(
        lines("", 12, lambda k: f" {k / 7:8.3f}  {k * 31:6d}   {k % 3}"),
        "number number number",
        "column 3",
        ("0", "1", "2"),
        12,
        2,
        noted=("no names",),
    ),
    "Excel names the separator": File(
        b"sep=;\r\n" + PLAIN.replace(b",", b";"), TWO, "c", ("x", "y"), 12, 2
    ),
    "German Excel": File(
        lines(
            "Länge;Preis;Datum;Art",
            9,
            lambda k: f"{k},5;1.{k}00,00 €;{k + 13}.03.2021;{['Äpfel', 'Birne'][k % 2]}",
        )
        .decode()
        .encode("cp1252"),
        "number number date category",
        "Art",
        ("Birne", "Äpfel"),
        9,
        3,
        doubts=("encoding",),
    ),
    "decimal commas in two columns": File(
        lines("x;y", 9, lambda k: f"{k},5;{k * k},25"), "number number", "y", (), 9, 1
    ),
    "decimal commas in quotes": File(
        lines("a,b,c", 8, lambda k: f'"{k},25","{k * 3},5",{["no", "yes"][k % 2]}'),
        TWO,
        "c",
        ("no", "yes"),
        8,
        2,
    ),
    "winequality": File(
        lines(
            '"fixed acidity";"volatile acidity";"quality"',
            20,
            lambda k: f"{7 + k * 0.13:.2f};0.{k + 10};{5 + k % 3}",
        ),
        "number number number",
        "quality",
        ("5", "6", "7"),
        20,
        2,
    ),
    "R's write.csv": File(
        lines(
            '"","Sepal.Length","Species"', 11, lambda k: f'"{k + 1}",{k / 3:.2f},"{"ab"[k % 2]}"'
        ),
        "id number category",
        "Species",
        ("a", "b"),
        11,
        1,
        noted=("a name of each row",),
    ),
    "R's write.table": File(
        lines(
            '"len" "dose" "supp"',
            9,
            lambda k: f'"{k + 1}" {k * 1.5} {k} "{["VC", "OJ"][k % 2]}"',
        ),
        "id number number category",
        "supp",
        ("OJ", "VC"),
        9,
        2,
        noted=("a name of each row",),
    ),
    "pandas' index": File(
        lines(",x,y,label", 9, lambda k: f"{k},{k / 2},{k * k},{k % 2}"),
        "id number number number",
        "label",
        ("0", "1"),
        9,
        2,
        noted=("a name of each row",),
    ),
    "pandas' numbered columns": File(
        lines("0,1,2,3", 9, lambda k: f"{k / 2},{k * k},{k + 0.5},{k % 2}"),
        "number number number number",
        "3",
        ("0", "1"),
        9,
        3,
    ),
    "iris of UCI, no names": File(
        lines("", 14, iris),
        TWO,
        "column 3",
        ("Iris-setosa", "Iris-virginica"),
        14,
        2,
        noted=("no names",),
    ),
    "Iris of Kaggle": File(
        lines("Id,SepalLengthCm,SepalWidthCm,Species", 14, lambda k: f"{k + 1},{iris(k)}"),
        f"number {TWO}",
        "Species",
        ("Iris-setosa", "Iris-virginica"),
        14,
        3,
        doubts=("columns",),
    ),
    "adult of UCI": File(
        lines(
            "",
            20,
            lambda k: (
                f"{20 + k}, {('Private', 'State-gov', '?')[k % 3]}, {70_000 + 317 * k}, "
                f"{('Bachelors', 'HS-grad')[k % 2]}, {('<=50K', '>50K')[k % 4 // 2]}"
            ),
        ),
        "number category number category category",
        "column 5",
        ("<=50K", ">50K"),
        20,
        6,
        missing={"column 2": 6},
        noted=("no names",),
    ),
    "titanic": File(
        lines(
            "Survived,Name,Sex,Age,Fare,Cabin,Embarked",
            40,
            lambda k: (
                f'{k % 2},"Braund, Mr. {k} ""Owen""",{["male", "female"][k % 3 % 2]},'
                f"{'' if k % 5 == 0 else 20 + k},{k * 1.37:.4f},{'' if k % 4 else f'C{k}'},"
                f"{'SCQ'[k % 3]}"
            ),
        ),
        "number id category number number id category",
        "Embarked",
        ("C", "Q", "S"),
        40,
        5,
        missing={"Age": 8, "Cabin": 30},
        noted=("“Name”, “Cabin” (a name of each row)",),
    ),
    "tips": File(
        lines(
            "total_bill,tip,sex,smoker,size",
            16,
            lambda k: (
                f"{10 + 1.7 * k:.2f},{1 + k / 9:.2f},{('Female', 'Male')[k % 2]},"
                f"{('No', 'Yes')[k % 4 // 2]},{2 + k % 3}"
            ),
        ),
        "number number category category number",
        "size",
        ("2", "3", "4"),
        16,
        6,
    ),
    "crx, whose classes are + and -": File(
        lines("", 16, lambda k: f"{'ba?'[k % 3]},{k * 1.25},{'+-'[k % 2]}"),
        "category number category",
        "column 3",
        ("+", "-"),
        16,
        3,
        missing={"column 1": 5},
        noted=("no names",),
    ),
    "missing in all words": File(
        lines(
            "x,y",
            12,
            lambda k: f"{MISSING[k]},{'ab'[k % 2]}",
        ),
        "number category",
        "y",
        ("a", "b"),
        12,
        1,
        missing={"x": 10},
    ),
    "a target that is missing here and there": File(
        lines("x,z,y", 12, lambda k: f"{k},{k / 3:.3f},{'?' if k % 4 == 3 else 'ab'[k % 2]}"),
        "number number category",
        "y",
        ("a", "b"),
        12,
        2,
        missing={"y": 3},
    ),
    "sentinels": File(
        lines("t,y", 12, lambda k: f"{-999 if k % 6 == 0 else 10 + k},{k * 1.1:.1f}"),
        "number number",
        "y",
        (),
        12,
        1,
        doubts=("sentinels",),
    ),
    "regression": File(
        lines("x1,x2,price", 15, lambda k: f"{k * 0.7:.1f},{k * k},{100.5 + 3 * k}"),
        "number number number",
        "price",
        (),
        15,
        2,
    ),
    "regression on what is last of the numbers": File(
        lines("x,price,id", 30, lambda k: f"{k * 0.7:.1f},{100.5 + 3 * k},N{k:03}"),
        "number number id",
        "price",
        (),
        30,
        1,
        noted=("“id” (a name of each row)",),
    ),
    "classes as floats": File(
        lines("x,y", 10, lambda k: f"{k},{float(k % 2)}"),
        "number number",
        "y",
        ("0.0", "1.0"),
        10,
        1,
    ),
    "classes with zeros before them": File(
        lines("x,y", 10, lambda k: f"{k},00{7 + k % 2}"),
        "number number",
        "y",
        ("007", "008"),
        10,
        1,
    ),
    "classes in the order of their numbers": File(
        lines("x,y", 24, lambda k: f"{k},{k % 12}"),
        "number number",
        "y",
        tuple(map(str, range(12))),
        24,
        1,
    ),
    "ISO dates": File(
        lines("day,y", 9, lambda k: f"2020-02-{k + 20},{k % 2}"),
        "date number",
        "y",
        ("0", "1"),
        9,
        1,
    ),
    "ISO times": File(
        lines("at,y", 9, lambda k: f"2020-02-20T0{k}:30:00Z,{k % 2}"),
        "date number",
        "y",
        ("0", "1"),
        9,
        1,
    ),
    "German dates": File(
        lines("day,y", 9, lambda k: f"{k + 1}.2.2020,{k % 2}"), "date number", "y", ("0", "1"), 9, 1
    ),
    "American dates": File(
        lines("day,y", 9, lambda k: f"2/{k + 10}/2020,{k % 2}"),
        "date number",
        "y",
        ("0", "1"),
        9,
        1,
    ),
    "American times of day": File(
        lines("at,y", 9, lambda k: f"2/{k + 10}/20 1:0{k} PM,{k % 2}"),
        "date number",
        "y",
        ("0", "1"),
        9,
        1,
    ),
    "dates that may be read either way": File(
        lines("day,y", 9, lambda k: f"0{k + 1}/02/2020,{k % 2}"),
        "date number",
        "y",
        ("0", "1"),
        9,
        1,
        doubts=("dates",),
    ),
    "dates with names of months": File(
        lines("day;y", 9, lambda k: f"{k + 1} Mar 2020;{k % 2}"),
        "date number",
        "y",
        ("0", "1"),
        9,
        1,
    ),
    "percent": File(
        lines("share,y", 9, lambda k: f"{k * 10} %,{k % 2}"), "number number", "y", ("0", "1"), 9, 1
    ),
    "dollars with thousands": File(
        lines("pay,y", 9, lambda k: f'"${k + 1},250.50",{k % 2}'),
        "number number",
        "y",
        ("0", "1"),
        9,
        1,
    ),
    "euros beside dollars are no numbers": File(
        lines("pay,y", 8, lambda k: f"{'€$'[k % 2]}{k // 4},{k // 4}"),
        "category number",
        "y",
        ("0", "1"),
        8,
        4,
    ),
    "thousands set apart by blanks": File(
        lines("pay;y", 9, lambda k: f"{k + 1} 234,5;{k % 2}"),
        "number number",
        "y",
        ("0", "1"),
        9,
        1,
    ),
    "thousands or decimals": File(
        lines("a;y", 9, lambda k: f"{k + 1},234;{'ab'[k % 2]}"),
        "number category",
        "y",
        ("a", "b"),
        9,
        1,
        doubts=("decimal",),
    ),
    "decimals or thousands": File(
        lines("a;y", 9, lambda k: f"{k + 1}.234;{'ab'[k % 2]}"),
        "number category",
        "y",
        ("a", "b"),
        9,
        1,
        doubts=("decimal",),
    ),
    "points between commas": File(
        lines("a,y", 9, lambda k: f"{k + 1}.234,{'ab'[k % 2]}"),
        "number category",
        "y",
        ("a", "b"),
        9,
        1,
    ),
    "exponents": File(
        lines("a,y", 9, lambda k: f"{k}.5e-3,{'ab'[k % 2]}"),
        "number category",
        "y",
        ("a", "b"),
        9,
        1,
    ),
    "negative in brackets": File(
        lines("a,y", 9, lambda k: f"({k}.50),{'ab'[k % 2]}"),
        "number category",
        "y",
        ("a", "b"),
        9,
        1,
    ),
    "a minus sign of typographers": File(
        lines("a,y", 9, lambda k: f"−{k}.5,{'ab'[k % 2]}"), "number category", "y", ("a", "b"), 9, 1
    ),
    "mushrooms of UCI, texts alone, no names": File(
        lines("", 16, lambda k: f"{'pe'[k % 2]},{'xbf'[k % 3]},{'ny'[k % 4 // 2]}"),
        "category category category",
        "column 3",
        ("n", "y"),
        16,
        5,
        noted=("no names",),
    ),
    "texts alone, with names": File(
        lines("class,cap,odor", 16, lambda k: f"{'pe'[k % 2]},{'xbf'[k % 3]},{'ny'[k % 4 // 2]}"),
        "category category category",
        "class",
        ("e", "p"),
        16,
        5,
        doubts=("header",),
    ),
    "truth values": File(
        lines("ok,x,y", 12, lambda k: f"{('TRUE', 'FALSE')[k % 2]},{k},{'ab'[k % 4 // 2]}"),
        "truth number category",
        "y",
        ("a", "b"),
        12,
        2,
    ),
    "truth to be learned": File(
        lines("x,y", 12, lambda k: f"{k},{('True', 'False')[k % 2]}"),
        "number truth",
        "y",
        ("False", "True"),
        12,
        1,
    ),
    "constants and nothing": File(
        lines("a,unit,none,x,y", 12, lambda k: f"7,cm,,{k},{'ab'[k % 2]}"),
        "constant constant empty number category",
        "y",
        ("a", "b"),
        12,
        1,
        missing={"none": 12},
        noted=("(always the same)", "(empty)"),
    ),
    "separators at the end of all lines": File(
        lines("a,b,c,", 12, lambda k: f"{k},{k / 4},{'xy'[k % 2]},"),
        f"{TWO} empty",
        "c",
        ("x", "y"),
        12,
        2,
        missing={"column 4": 12},
        noted=("(empty)",),
    ),
    "separators at the end of rows": File(
        lines("a,b,c", 12, lambda k: f"{k},{k / 4},{'xy'[k % 2]},"),
        TWO,
        "c",
        ("x", "y"),
        12,
        2,
        noted=("12 lines that end with a separator",),
    ),
    "blank lines": File(
        PLAIN.replace(b"\n", b"\n\n") + b",,\n",
        TWO,
        "c",
        ("x", "y"),
        12,
        2,
        noted=("14 lines without anything",),
    ),
    "remarks": File(
        b"# made by hand\n" + PLAIN + b"# the end, really\n",
        TWO,
        "c",
        ("x", "y"),
        12,
        2,
        noted=("2 lines that begin with #",),
    ),
    "names behind a #": File(b"#" + PLAIN, TWO, "c", ("x", "y"), 12, 2),
    "as scikit-learn has them": File(
        lines("14,2,setosa,virginica,,", 14, lambda k: f"{k / 7:.1f},{k / 9:.1f},{k % 2}"),
        "number number number",
        "column 3",
        ("0", "1"),
        14,
        2,
        noted=("no names", "1 line above the table"),
    ),
    "a title above the table": File(
        b"Report of 2020\n\n" + PLAIN,
        TWO,
        "c",
        ("x", "y"),
        12,
        2,
        noted=("1 line above the table", "1 line without anything"),
    ),
    "units below the names": File(
        PLAIN.replace(b"\n", b"\ncm,kg,\n", 1),
        TWO,
        "c",
        ("x", "y"),
        12,
        2,
        doubts=("units",),
        noted=("1 line of units",),
    ),
    "names that come twice": File(
        PLAIN.replace(b"a,b,c", b"a,a,c"),
        TWO,
        "c",
        ("x", "y"),
        12,
        2,
        noted=("1 of the names came twice",),
    ),
    "names that come twice, and are numbered already": File(
        PLAIN.replace(b"a,b,c", b"a,a,a (2)"),
        TWO,
        "a (2)",
        ("x", "y"),
        12,
        2,
        noted=("1 of the names came twice",),
    ),
    "ragged": File(
        PLAIN + b"1,2\n1,2,x,4\n1,2,x,4,5\n",
        TWO,
        "c",
        ("x", "y"),
        13,
        2,
        missing={"c": 1},
        said=("1 line with too few cells", "2 lines with more cells"),
    ),
    "quotes with everything in them": File(
        b"x,text,y\n"
        + b"".join(b'%d,"a, ""b""\n;c",%s\n' % (k, b"pq"[k % 2 : k % 2 + 1]) for k in range(8)),
        "number constant category",
        "y",
        ("p", "q"),
        8,
        1,
        noted=("(always the same)",),
    ),
    "single quotes": File(
        lines("'a','b','c'", 8, lambda k: f"{k},{k / 4},'{'xy'[k % 2]},z'"),
        TWO,
        "c",
        ("x,z", "y,z"),
        8,
        2,
    ),
    "a quote that is not closed": File(
        PLAIN + b'5,"1.5,x\n6,2.5,y\n',
        TWO,
        "c",
        ("x", "y"),
        14,
        2,
        missing={"b": 1},
        said=("never closed", "“b” has 1 cell that is no number"),
    ),
    "a word among numbers": File(
        PLAIN + b"about 5,3.5,x\n",
        TWO,
        "c",
        ("x", "y"),
        13,
        2,
        missing={"a": 1},
        said=("“a” has 1 cell that is no number",),
    ),
    "numbers that are names": File(
        lines("deps,x,y", 48, lambda k: f"{('0', '1', '2', '3+')[k % 16 // 5]},{k},{'ab'[k % 2]}"),
        "category number category",
        "y",
        ("a", "b"),
        48,
        5,
    ),
    "texts of many kinds": File(
        lines("note,x,y", 50, lambda k: f"note {k % 40},{k},{'ab'[k % 2]}"),
        "text number category",
        "y",
        ("a", "b"),
        50,
        1,
        doubts=("columns",),
        noted=("too many different texts",),
    ),
    "None is a class": File(
        lines("x,disorder", 12, lambda k: f"{k},{('None', 'Apnea')[k % 2]}"),
        "number category",
        "disorder",
        ("Apnea", "None"),
        12,
        1,
    ),
    "classes of one row": File(
        PLAIN + b"1,2,z\n",
        TWO,
        "c",
        ("x", "y", "z"),
        13,
        2,
        said=("1 class has one row only (“z”)",),
    ),
    "more columns than rows": File(
        lines(
            ",".join("abcdefgh"),
            5,
            lambda k: ",".join(str(k * n + 0.5) for n in range(1, 8)) + f",{k % 2}",
        ),
        "number " * 7 + "number",
        "h",
        ("0", "1"),
        5,
        7,
        said=("more columns to learn from",),
    ),
    "250 classes": File(
        lines("x,y", 1000, lambda k: f"{k / 8},c{k // 4}"),
        "number text",
        "y",
        tuple(sorted(f"c{k}" for k in range(250))),
        1000,
        1,
        said=("There are 250 classes",),
    ),
    "a label in front": File(
        lines("label,pixel0,pixel1,pixel2", 20, lambda k: f"{k % 4},{k % 2 * 255},{k % 3},0"),
        "number number number constant",
        "label",
        ("0", "1", "2", "3"),
        20,
        2,
        noted=("(always the same)",),
    ),
    "letters of all the world": File(
        lines("größe,类", 10, lambda k: f"{k},{'猫犬'[k % 2]}"),
        "number category",
        "类",
        ("犬", "猫"),
        10,
        1,
    ),
    "names that would be code": File(
        lines("<b>x</b>,\"=cmd|' /C calc'!A0\",y", 10, lambda k: f"{k},{k / 4},{'ab'[k % 2]}"),
        TWO,
        "y",
        ("a", "b"),
        10,
        2,
    ),
}

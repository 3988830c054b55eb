"""Small workbooks in the form of Australia's list, written by hand."""

from datetime import date
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEADER = (
    "Reference,Name of Individual or Entity,Type,Name Type,Alias Strength,Date of Birth,Place of Birth,Citizenship,"
    "Address,Additional Information,Listing Information,IMO Number,Committees,Control Date,Instrument of Designation,"
    "Targeted Financial Sanction,Travel Ban,Arms Embargo,Maritime Restriction"
).split(",")
Cell = str | int | date


def relations(*pairs: tuple[str, str]) -> str:
    """The file that says which part is what: kind and target of each."""
    held = [f'<Relationship Id="r{n}" Type="{OFFICE}/{kind}" Target="{to}"/>' for n, (kind, to) in enumerate(pairs, 1)]
    return f'<Relationships xmlns="{PACKAGE}/relationships">{"".join(held)}</Relationships>'


PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
    "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
    '<sheet name="List" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": relations(("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml")),
    "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
}


def cell(value: Cell) -> str:
    """A cell: text, a number, or a day in Excel's count."""
    if isinstance(value, date):
        return f'<c s="1"><v>{(value - date(1899, 12, 30)).days}</v></c>'
    if isinstance(value, int):
        return f"<c><v>{value}</v></c>"
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'


def workbook(*rows: list[Cell], header: list[str] | None = None) -> bytes:
    """A workbook of one sheet."""
    whole: list[list[Cell]] = [[*(header or HEADER)], *rows]
    lines = "".join(f"<row>{''.join(map(cell, row))}</row>" for row in whole)
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{lines}</sheetData></worksheet>'
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as packed:
        for name, text in {**PARTS, "xl/worksheets/sheet1.xml": sheet}.items():
            packed.writestr(name, text)
    return stream.getvalue()

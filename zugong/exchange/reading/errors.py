"""Why a file cannot be read: what is wrong, where, and what to do."""

from __future__ import annotations

from zugong.kernel.errors import RuleBroken


class UnreadableFile(RuleBroken):
    """A file that cannot be read as a table. Nothing of it has been taken."""

    code = "exchange.unreadable_file"


class EmptyFile(UnreadableFile):
    code = "exchange.empty_file"
    message_zh = "“{filename}”里没有任何内容；请确认选对了文件，填好后再上传"
    message = "{filename} is empty; check that it is the right file and upload it once it is filled in"


class NotATable(UnreadableFile):
    code = "exchange.not_a_table"
    message_zh = "“{filename}”不是电子表格，而是{kind_zh}；请上传 .xlsx、.xls 或 .csv 文件"
    message = "{filename} is no spreadsheet but {kind}; upload an .xlsx, .xls or .csv file"


class HtmlTable(UnreadableFile):
    code = "exchange.html_table"
    message_zh = "“{filename}”其实是网页，不是电子表格；请用 Excel 或 WPS 打开它，另存为 .xlsx 后再上传"
    message = "{filename} is a web page and no spreadsheet; open it in Excel or WPS, save it as .xlsx and upload that"


class OtherSpreadsheet(UnreadableFile):
    code = "exchange.other_spreadsheet"
    message_zh = "“{filename}”是{kind_zh}，这里不能读；请用 Excel 或 WPS 打开它，另存为 .xlsx 后再上传"
    message = "{filename} is {kind}, which is not read here; open it in Excel or WPS, save it as .xlsx and upload that"


class EncryptedWorkbook(UnreadableFile):
    code = "exchange.encrypted_workbook"
    message_zh = "“{filename}”设了打开密码；请用 Excel 或 WPS 去掉密码、保存后再上传"
    message = "{filename} is protected by a password; remove the password in Excel or WPS, save it and upload it again"


class DamagedWorkbook(UnreadableFile):
    code = "exchange.damaged_workbook"
    message_zh = "“{filename}”已损坏或没有传完整；请用 Excel 或 WPS 打开检查，另存为 .xlsx 后再上传"
    message = "{filename} is damaged or incomplete; open it in Excel or WPS to check, save it as .xlsx and upload that"


class FileTooLarge(UnreadableFile):
    code = "exchange.file_too_large"
    message_zh = "“{filename}”有{size_mb}MB，最多{limit_mb}MB；请删去图片和无关的工作表，或分成几个文件"
    message = "{filename} has {size_mb} MB, at most {limit_mb} MB are read; remove pictures and other sheets, or split the file"


class UnpacksTooLarge(UnreadableFile):
    code = "exchange.unpacks_too_large"
    message_zh = "“{filename}”解压后超过{limit_mb}MB，不像正常的表格，未予读取；请把需要的内容复制到新表格后再上传"
    message = (
        "{filename} unpacks to more than {limit_mb} MB, which no ordinary workbook does, and was not read; copy what is"
        " needed into a new workbook and upload that"
    )


class TooManyParts(UnreadableFile):
    code = "exchange.too_many_parts"
    message_zh = "“{filename}”内部有{count}个部件，最多{limit}个，未予读取；请把需要的内容复制到新表格后再上传"
    message = (
        "{filename} has {count} parts inside, at most {limit} are read; copy what is needed into a new workbook and"
        " upload that"
    )


class XmlEntities(UnreadableFile):
    code = "exchange.xml_entities"
    message_zh = (
        "“{filename}”内部（{part}）含有实体声明，正常的表格没有，可能是恶意文件，未予读取；请把内容复制到新表格后再上传"
    )
    message = (
        "{filename} declares XML entities inside ({part}), which no ordinary workbook does, and was not read; copy the"
        " content into a new workbook and upload that"
    )


class TooManyRows(UnreadableFile):
    code = "exchange.too_many_rows"
    message_zh = "工作表“{sheet}”直到第{row}行还有内容，最多读取{limit}行；请删去多余的内容，或分成几个文件"
    message = (
        "Sheet {sheet} has values as far down as row {row}, at most {limit} rows are read; delete what is not needed, or"
        " split the file"
    )


class TooManyColumns(UnreadableFile):
    code = "exchange.too_many_columns"
    message_zh = "工作表“{sheet}”直到{column}列还有内容，最多读取{limit}列；请删去多余的列"
    message = "Sheet {sheet} has values as far as column {column}, at most {limit} columns are read; delete the others"


class SpreadTooWide(UnreadableFile):
    code = "exchange.spread_too_wide"
    message_zh = "工作表“{sheet}”的内容散布在{rows}行、{columns}列的范围里，太大；请删去表格之外的零星内容"
    message = (
        "The values of sheet {sheet} are spread over {rows} rows and {columns} columns, too large an area; delete what"
        " stands outside the table"
    )


class NoSuchSheet(UnreadableFile):
    code = "exchange.no_such_sheet"
    message_zh = "“{filename}”里没有名为“{sheet}”的工作表，现有：{listed_zh}"
    message = "{filename} has no sheet {sheet!r}; it has: {listed}"


class UnreadableText(UnreadableFile):
    code = "exchange.unreadable_text"
    message_zh = "“{filename}”的文字编码认不出来（既不是 UTF-8 也不是 GB18030）；请另存为 .xlsx 后再上传"
    message = "{filename} is neither UTF-8 nor GB18030 text; save it as .xlsx and upload that"


class UnbalancedQuotes(UnreadableFile):
    code = "exchange.unbalanced_quotes"
    message_zh = "“{filename}”第{line}行附近的引号不成对，无法分列；请改正引号，或另存为 .xlsx 后再上传"
    message = (
        "Around line {line} of {filename} a quotation mark has no partner; correct it, or save the file as .xlsx and"
        " upload that"
    )


class HeaderNotFound(UnreadableFile):
    code = "exchange.header_not_found"
    message_zh = "工作表“{sheet}”的前{limit}行里找不到表头；请确认列名在同一行，且表头在数据上方"
    message = (
        "No header was found in the first {limit} rows of sheet {sheet}; put the column names in one row above the rows"
    )

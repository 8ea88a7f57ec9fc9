"""Documents to set: every layout, as a county would write them."""

from datetime import date

from xiezhi.typeset.words import Letter, MaterialsList, Row, Slip, Value

DAY = date(2021, 3, 1)
TITLE = "关于移送武义锐拓五金制品有限公司涉嫌未取得建设工程规划许可证进行建设一案的函"
SENTENCE = "当事人在厂区东侧浇筑框架结构厂房一处，占地约240平方米，建至一层，不能提供建设工程规划许可证。"

LETTER = Letter(
    organ="武义县自然资源和规划局",
    number="武自然资规移〔2021〕1号",
    title=TITLE,
    addressee="武义县综合行政执法局",
    body=(
        "我局于2021年3月1日8时00分发现武义锐拓五金制品有限公司涉嫌未取得建设工程规划许可证进行建设，现将该案移送贵局处理。",
        "一、当事人基本情况",
        "名称：武义锐拓五金制品有限公司",
        "二、基本违法事实",
        SENTENCE,
        "特此函告。",
    ),
    date=DAY,
    attachments=("案件移送材料清单",),
    notes=("联系人：金晨、徐晓峰，联系电话：0579-87601203",),
)
LIST = MaterialsList(
    organ=LETTER.organ,
    number=LETTER.number,
    title="案件移送材料清单",
    case_title="武义锐拓五金制品有限公司涉嫌未取得建设工程规划许可证进行建设",
    rows=(
        Row("案源材料", "现场检查记录", "sha256:a", pages=3, form="电子件"),
        Row("审批许可情况", note="经查询，未办理相关审批许可"),
        Row("调查情况", "现场照片", "sha256:b", pages=1, form="电子件"),
        Row("调查情况", "现场录像", "sha256:c", kind="视听资料", form="电子件"),
    ),
    addressee=LETTER.addressee,
    date=DAY,
    officers=("金晨（执法证号浙G1）", "徐晓峰（执法证号浙G2）"),
)
SLIP = Slip(
    organ=LETTER.addressee,
    number="武综执移回〔2021〕1号",
    title="案件移送回执",
    addressee=LETTER.organ,
    body=("贵局移送的武义锐拓五金制品有限公司一案的移送函和所附材料，我局已经收到。",),
    date=DAY,
    fields=(Value("签收人", "李文静"), Value("备注", "无")),
    signatures=("经办人", "经办人"),
)
EVERY = (LETTER, LIST, SLIP)

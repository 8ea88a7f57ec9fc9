"""The national and provincial laws that the procedures cite, each as it stood on a day."""

from datetime import date

from xiezhi.kernel import Law

PENALTY = Law("行政处罚法", as_of=date(2021, 7, 15))
COERCION = Law("行政强制法", as_of=date(2012, 1, 1))
REFERRAL = Law("行政执法机关移送涉嫌犯罪案件的规定", as_of=date(2020, 8, 7))
PROVINCE = Law("浙江省综合行政执法条例", as_of=date(2022, 1, 1))
PLANNING = Law("城乡规划法", as_of=date(2019, 4, 23))
LITIGATION = Law("行政诉讼法", as_of=date(2017, 7, 1))
CRIMINAL = Law("刑事诉讼法", as_of=date(2018, 10, 26))
SIGNATURE = Law("电子签名法", as_of=date(2019, 4, 23))
POSTS = Law("地方各级人民政府机构设置和编制管理条例", as_of=date(2007, 5, 1))
SUPERVISION = Law("政府督查工作条例", as_of=date(2021, 2, 1))

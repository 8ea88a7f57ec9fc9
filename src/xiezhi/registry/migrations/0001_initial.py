"""The tables of the registry, and what the application may do with each."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from xiezhi.registry.grants import guard, insert_only, may

KEPT = ("user", "department", "unit", "subject", "catalogue", "item")


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("username", models.CharField(max_length=50, unique=True, verbose_name="用户名")),
                ("name", models.CharField(max_length=50, verbose_name="姓名")),
                ("certificate", models.CharField(blank=True, default="", max_length=50, verbose_name="执法证号")),
                ("post", models.CharField(blank=True, default="", max_length=100, verbose_name="职务")),
                ("email", models.EmailField(blank=True, default="", max_length=254, verbose_name="电子邮箱")),
                ("phone", models.CharField(blank=True, default="", max_length=50, verbose_name="联系电话")),
                (
                    "language",
                    models.CharField(
                        choices=[("zh-hans", "中文"), ("en", "English")],
                        default="zh-hans",
                        max_length=10,
                        verbose_name="界面语言",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="在用")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CalendarVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.CharField(max_length=80, unique=True)),
                ("digest", models.CharField(max_length=80)),
                ("years", models.JSONField()),
                ("note", models.CharField(blank=True, default="", max_length=500)),
                ("entered_at", models.DateTimeField()),
                (
                    "entered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Catalogue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=200, verbose_name="名称")),
                ("doc_no", models.CharField(blank=True, default="", max_length=100, verbose_name="文号")),
                ("source", models.CharField(max_length=200, verbose_name="来源")),
                ("effective_from", models.DateField(verbose_name="施行日期")),
                ("effective_until", models.DateField(blank=True, null=True, verbose_name="失效日期")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("title", "effective_from"), name="one_edition_a_day"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("effective_until", None),
                            ("effective_until__gt", models.F("effective_from")),
                            _connector="OR",
                        ),
                        name="catalogue_ends_later",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Department",
            fields=[
                ("key", models.SlugField(primary_key=True, serialize=False, verbose_name="代号")),
                ("name", models.CharField(max_length=200, verbose_name="名称")),
                ("short_name", models.CharField(max_length=50, verbose_name="简称")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("department", "部门"),
                            ("town", "乡镇（街道）"),
                            ("outside", "政府以外机关"),
                            ("government", "人民政府"),
                            ("office", "议事协调机构办事机构"),
                        ],
                        default="department",
                        max_length=20,
                        verbose_name="类别",
                    ),
                ),
                ("uscc", models.CharField(blank=True, default="", max_length=18, verbose_name="统一社会信用代码")),
                ("area_code", models.CharField(blank=True, default="", max_length=12, verbose_name="行政区划代码")),
                ("agency_word", models.CharField(blank=True, default="", max_length=20, verbose_name="机关代字")),
                ("since", models.DateField(verbose_name="自")),
                ("until", models.DateField(blank=True, null=True, verbose_name="至")),
                (
                    "successor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="predecessors",
                        to="registry.department",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Item",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField(verbose_name="代号")),
                ("code", models.CharField(blank=True, max_length=50, null=True, verbose_name="事项编码")),
                ("local_no", models.CharField(blank=True, default="", max_length=20, verbose_name="序号")),
                ("name", models.CharField(max_length=300, verbose_name="事项名称")),
                ("field", models.CharField(max_length=50, verbose_name="领域")),
                (
                    "legal_basis",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200), size=None, verbose_name="法律依据"
                    ),
                ),
                (
                    "penalty_kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=50), default=list, size=None, verbose_name="处罚种类"
                    ),
                ),
                ("penalty", models.CharField(blank=True, default="", max_length=300, verbose_name="罚则摘要")),
                (
                    "transfer_scope",
                    models.CharField(
                        choices=[("whole", "全部划转"), ("part", "部分划转"), ("none", "未划转")],
                        max_length=10,
                        verbose_name="划转范围",
                    ),
                ),
                ("scope_note", models.CharField(blank=True, default="", max_length=300, verbose_name="划转范围说明")),
                ("source_supervision", models.TextField(blank=True, default="", verbose_name="源头监管")),
                ("follow_up_supervision", models.TextField(blank=True, default="", verbose_name="后续监管")),
                ("end_enforcement", models.TextField(blank=True, default="", verbose_name="末端执法")),
                (
                    "examples",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=500),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="示例",
                    ),
                ),
                ("transferred_on", models.DateField(blank=True, null=True, verbose_name="划转日期")),
                ("remark", models.CharField(blank=True, default="", max_length=500, verbose_name="备注")),
                (
                    "catalogue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="items", to="registry.catalogue"
                    ),
                ),
                (
                    "competent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.department",
                        verbose_name="业务主管部门",
                    ),
                ),
                (
                    "enforcing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.department",
                        verbose_name="执法部门",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="JournalEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveBigIntegerField(unique=True)),
                ("what", models.CharField(max_length=50)),
                ("about", models.CharField(blank=True, default="", max_length=50)),
                ("at", models.DateTimeField()),
                ("body", models.TextField()),
                ("seal", models.CharField(max_length=80)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="PackVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField()),
                ("revision", models.PositiveSmallIntegerField(default=1)),
                ("digest", models.CharField(max_length=80)),
                ("text", models.TextField()),
                ("in_force_from", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
                (
                    "put_in_force_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Subject",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("firm", "单位"), ("person", "个人")], max_length=10)),
                ("name", models.CharField(max_length=200)),
                ("code_encrypted", models.BinaryField(null=True)),
                ("code_digest", models.CharField(blank=True, default="", max_length=64)),
                ("phone_encrypted", models.BinaryField(null=True)),
                ("representative", models.CharField(blank=True, default="", max_length=200)),
                ("address", models.CharField(blank=True, default="", max_length=200)),
                ("created_at", models.DateTimeField()),
                (
                    "department",
                    models.ForeignKey(
                        help_text="录入单位",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.department",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Knock",
            fields=[
                ("address", models.CharField(max_length=45, primary_key=True, serialize=False)),
                ("since", models.DateTimeField()),
                ("count", models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Token",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100, verbose_name="名称")),
                ("digest", models.CharField(max_length=64, unique=True)),
                (
                    "scope",
                    models.CharField(
                        choices=[("read", "读取"), ("draft", "读取、上传和起草"), ("act", "办理")],
                        max_length=10,
                        verbose_name="范围",
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField(verbose_name="有效至")),
                ("last_used_at", models.DateTimeField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tokens",
                        to="registry.department",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tokens",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Unit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100, verbose_name="名称")),
                (
                    "kind",
                    models.CharField(
                        choices=[("internal", "内设机构"), ("dispatched", "派驻机构")],
                        max_length=20,
                        verbose_name="类别",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="units", to="registry.department"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Mandate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("handler", "承办人"),
                            ("liaison", "联络员"),
                            ("head", "分管负责人"),
                            ("chief", "主要负责人"),
                            ("reviewer", "法制审核人员"),
                            ("registrar", "登记员"),
                            ("auditor", "审计员"),
                            ("administrator", "系统管理员"),
                        ],
                        max_length=20,
                        verbose_name="角色",
                    ),
                ),
                ("since", models.DateTimeField(verbose_name="自")),
                ("until", models.DateTimeField(blank=True, null=True, verbose_name="至")),
                ("reason", models.CharField(max_length=500, verbose_name="依据或理由")),
                (
                    "delegated_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delegations",
                        to="registry.mandate",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="mandates", to="registry.department"
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mandates",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mandates",
                        to="registry.unit",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="department",
            constraint=models.UniqueConstraint(
                condition=models.Q(("uscc", ""), _negated=True), fields=("uscc",), name="one_department_a_code"
            ),
        ),
        migrations.AddConstraint(
            model_name="department",
            constraint=models.UniqueConstraint(
                condition=models.Q(("agency_word", ""), _negated=True),
                fields=("agency_word",),
                name="one_department_a_word",
            ),
        ),
        migrations.AddConstraint(
            model_name="department",
            constraint=models.CheckConstraint(
                condition=models.Q(("until", None), ("until__gt", models.F("since")), _connector="OR"),
                name="department_ends_later",
            ),
        ),
        migrations.AddConstraint(
            model_name="department",
            constraint=models.CheckConstraint(
                condition=models.Q(("successor", None), models.Q(("until", None), _negated=True), _connector="OR"),
                name="only_the_ended_are_succeeded",
            ),
        ),
        migrations.AddConstraint(
            model_name="item",
            constraint=models.UniqueConstraint(fields=("catalogue", "key"), name="one_item_a_key"),
        ),
        migrations.AddConstraint(
            model_name="item",
            constraint=models.UniqueConstraint(fields=("catalogue", "code"), name="one_item_a_code"),
        ),
        migrations.AddConstraint(
            model_name="item",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("transfer_scope", "none"), _negated=True),
                    models.Q(("enforcing", models.F("competent")), ("transferred_on", None)),
                    _connector="OR",
                ),
                name="what_was_not_moved_stays",
            ),
        ),
        migrations.AddIndex(
            model_name="journalentry",
            index=models.Index(fields=["what", "-number"], name="journal_by_what"),
        ),
        migrations.AddIndex(
            model_name="journalentry",
            index=models.Index(
                condition=models.Q(("about", ""), _negated=True), fields=["about", "number"], name="journal_by_about"
            ),
        ),
        migrations.AddConstraint(
            model_name="packversion",
            constraint=models.UniqueConstraint(fields=("key", "revision"), name="one_pack_a_revision"),
        ),
        migrations.AddConstraint(
            model_name="packversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("until", None), ("until__gt", models.F("in_force_from")), _connector="OR"),
                name="pack_ends_later",
            ),
        ),
        migrations.AddIndex(
            model_name="subject",
            index=models.Index(
                condition=models.Q(("code_digest", ""), _negated=True), fields=["code_digest"], name="subject_by_code"
            ),
        ),
        migrations.AddConstraint(
            model_name="token",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("department__isnull", False), ("user", None)),
                    models.Q(("department", None), ("user__isnull", False)),
                    _connector="OR",
                ),
                name="a_token_is_somebodys",
            ),
        ),
        migrations.AddConstraint(
            model_name="token",
            constraint=models.CheckConstraint(
                condition=models.Q(("department", None), models.Q(("scope", "act"), _negated=True), _connector="OR"),
                name="systems_do_not_act",
            ),
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.UniqueConstraint(fields=("department", "name"), name="one_unit_a_name"),
        ),
        migrations.AddIndex(
            model_name="mandate",
            index=models.Index(fields=["user", "since"], name="mandates_of_user"),
        ),
        migrations.AddIndex(
            model_name="mandate",
            index=models.Index(fields=["department", "role"], name="mandates_of_department"),
        ),
        migrations.AddConstraint(
            model_name="mandate",
            constraint=models.CheckConstraint(
                condition=models.Q(("until", None), ("until__gte", models.F("since")), _connector="OR"),
                name="mandate_ends_later",
            ),
        ),
        migrations.AddConstraint(
            model_name="mandate",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until", None)),
                fields=("user", "department", "role", "unit"),
                name="one_lasting_mandate_a_role",
                nulls_distinct=False,
            ),
        ),
        guard(),
        may("SELECT, INSERT, UPDATE", *(f"registry_{table}" for table in KEPT)),
        may("SELECT, INSERT, UPDATE (until)", "registry_mandate", "registry_packversion"),
        may("SELECT, INSERT, UPDATE (last_used_at, revoked_at)", "registry_token"),
        may("SELECT, INSERT, UPDATE, DELETE", "registry_knock"),
        *insert_only("registry_journalentry"),
        *insert_only("registry_calendarversion"),
    ]

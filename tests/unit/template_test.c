/* Templates of webhooks: what is put in is escaped for where it stands. */
#include "cm.h"

#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "watch/keys.h"
#include "watch/template.h"

static const struct template_values values = {
	.of = { [PLACE_TITLE] = "暴雨 \"红色\" & <1>",
	        [PLACE_TEXT] = "一行\n二\t行\\ \x1b[31m\xe2\x80\xae",
	        [PLACE_LEVEL] = "红",
	        [PLACE_TIME] = "2026-09-01 08:00",
	        [PLACE_NUMBER] = "0012" }
};

static int
setup(void **state)
{
	static const char text[] = "robot = a/b+c=\"d\nplain = xyz\n";
	char path[] = "/tmp/template_test.XXXXXX";
	struct err err = ERR_INIT;
	struct keys *k = NULL;
	int fd = mkstemp(path), rc;

	if (fd == -1 || write(fd, text, strlen(text)) < 0)
		return -1;
	close(fd);
	rc = keys_load(&k, path, &err);
	unlink(path);
	*state = k;
	return rc;
}

static int
teardown(void **state)
{
	keys_free(*state);
	return 0;
}

static void
fills(const struct keys *k, enum template_kind kind, const char *text,
      const char *want)
{
	struct template *t = NULL;
	struct buf out = BUF_INIT;
	struct err err = ERR_INIT;

	if (template_parse(&t, kind, text, &err))
		fail_msg("%s: %s", text, err.text);
	assert_int_equal(template_fill(t, &values, k, &out, &err), 0);
	assert_string_equal(out.s, want);
	if (kind == TEMPLATE_JSON) {
		json_t *v = json_loadb(out.s, out.len, JSON_DECODE_ANY, NULL);

		assert_non_null(v);
		json_decref(v);
	}
	buf_release(&out);
	template_free(t);
}

static void
test_json(void **state)
{
	fills(*state, TEMPLATE_JSON, "{}", "{}");
	fills(*state, TEMPLATE_JSON,
	      "{\"a\": {\"content\": \"{level}{title}\\n{text}\"}}",
	      "{\"a\": {\"content\": \"红暴雨 \\\"红色\\\" & <1>\\n"
	      "一行\\n二 行\\\\ ␛[31m\xef\xbf\xbd\"}}");
	fills(*state, TEMPLATE_JSON, "[\"{key:robot}\", \"{desk}\"]",
	      "[\"a/b+c=\\\"d\", \"\"]");
	/* braces that are no place, quotes that are escaped */
	fills(*state, TEMPLATE_JSON,
	      "{\"x\": \"{ title } {}{ \\\"{number}\\\" {{level}}\"}",
	      "{\"x\": \"{ title } {}{ \\\"0012\\\" {红}\"}");
}

static void
test_form_and_url(void **state)
{
	fills(*state, TEMPLATE_FORM, "title={title}&n={number}",
	      "title=%E6%9A%B4%E9%9B%A8%20%22%E7%BA%A2%E8%89%B2%22%20%26%20"
	      "%3C1%3E&n=0012");
	fills(*state, TEMPLATE_FORM, "t={time}&d={desk}",
	      "t=2026-09-01%2008%3A00&d=");
	fills(*state, TEMPLATE_URL,
	      "https://h.example/hook/{key:robot}?k={key:plain}&n={number}",
	      "https://h.example/hook/a%2Fb%2Bc%3D%22d?k=xyz&n=0012");
	fills(*state, TEMPLATE_URL, "http://h.example:8080?{key:plain}",
	      "http://h.example:8080?xyz");
}

static void
test_refused(void **state)
{
	static const struct {
		enum template_kind kind;
		const char *text, *says;
	} cases[] = {
		{ TEMPLATE_JSON, "{\"a\": \"{titel}\"}", "{titel}" },
		{ TEMPLATE_JSON, "{\"a\": \"{Title}\"}", "{Title}" },
		{ TEMPLATE_JSON, "{\"a\": \"{key:}\"}", "{key:}" },
		{ TEMPLATE_JSON, "{\"a\": {level}}", "{level}" },
		{ TEMPLATE_JSON, "{\"a\\\": {level}\"}", "模板" },
		{ TEMPLATE_JSON, "{\"a\": \"{title}\"", "模板" },
		{ TEMPLATE_JSON, "", "模板" },
		{ TEMPLATE_JSON, "{\"a\": \"\xff\"}", "UTF-8" },
		{ TEMPLATE_FORM, "a={title}&b={nobody}", "{nobody}" },
		{ TEMPLATE_URL, "ftp://h/{title}", "https://" },
		{ TEMPLATE_URL, "https://{desk}/", "主机名" },
		{ TEMPLATE_URL, "https://h{desk}/", "主机名" },
		{ TEMPLATE_URL, "https://h:8{number}/", "主机名" },
		{ TEMPLATE_URL, "https://u:{key:plain}@h/", "主机名" },
		{ TEMPLATE_URL, "https:///{title}", "主机名" },
		{ TEMPLATE_URL, "https://h/a b", "空格" },
		{ TEMPLATE_URL, "https://h/\r\nX: y", "空格" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct template *t = NULL;
		struct err err = ERR_INIT;

		if (template_parse(&t, cases[i].kind, cases[i].text, &err) !=
		    -1)
			fail_msg("%s is taken", cases[i].text);
		assert_null(t);
		assert_int_equal(err.code, ERR_INPUT);
		if (!strstr(err.text, cases[i].says))
			fail_msg("%s: %s", cases[i].text, err.text);
	}
	template_free(NULL);
}

static void
test_missing_key(void **state)
{
	struct template *t = NULL;
	struct buf out = BUF_INIT;
	struct err err = ERR_INIT;

	assert_int_equal(
		template_parse(&t, TEMPLATE_FORM, "a={key:plain2}", &err), 0);
	buf_str(&out, "before");
	assert_int_equal(template_fill(t, &values, *state, &out, &err), -1);
	assert_int_equal(err.code, ERR_NOT_FOUND);
	assert_non_null(strstr(err.text, "plain2"));
	assert_string_equal(out.s, "before");
	err_clear(&err);
	assert_int_equal(template_fill(t, &values, NULL, &out, &err), -1);
	assert_int_equal(err.code, ERR_NOT_FOUND);
	template_free(t);
	buf_release(&out);
}

static void
test_limits(void **state)
{
	struct template_values v = { .of = { NULL } };
	struct template *t = NULL;
	struct buf text = BUF_INIT, out = BUF_INIT;
	struct err err = ERR_INIT;

	(void)state;
	while (text.len < TEMPLATE_BYTES_MAX)
		buf_byte(&text, 'x');
	assert_int_equal(template_parse(&t, TEMPLATE_FORM, text.s, &err), 0);
	template_free(t);
	buf_byte(&text, 'x');
	assert_int_equal(template_parse(&t, TEMPLATE_FORM, text.s, &err), -1);

	err_clear(&err);
	assert_int_equal(template_parse(&t, TEMPLATE_FORM, "{text}", &err), 0);
	while (text.len < TEMPLATE_OUT_MAX)
		buf_byte(&text, 'x');
	v.of[PLACE_TEXT] = text.s;
	assert_int_equal(template_fill(t, &v, NULL, &out, &err), 0);
	assert_int_equal(out.len, TEMPLATE_OUT_MAX);
	buf_byte(&text, 'x');
	v.of[PLACE_TEXT] = text.s;
	buf_clear(&out);
	assert_int_equal(template_fill(t, &v, NULL, &out, &err), -1);
	assert_int_equal(out.len, 0);
	template_free(t);
	buf_release(&text);
	buf_release(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_json),
		cmocka_unit_test(test_form_and_url),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_missing_key),
		cmocka_unit_test(test_limits),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}

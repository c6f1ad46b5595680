/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is an indicator, its canonical form, and how it is written so that nobody follows it. Addresses
 * are of RFC 5737 and RFC 3849, names of RFC 2606; digests are those of the empty file. */
#include <string.h>

#include "kiroku-error.h"
#include "kiroku-indicator-find.h"
#include "kiroku-tlp.h"

#define MD5 "d41d8cd98f00b204e9800998ecf8427e"
#define SHA1 "da39a3ee5e6b4b0d3255bfef95601890afd80709"
#define SHA256 "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

typedef struct
{
  const char *text, *type, *value;
} Reading;

static void
assert_classified (const Reading *reading)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *value = NULL;
  KirokuIndicatorType type;

  kiroku_indicator_classify (reading->text, &type, &value, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (kiroku_indicator_type_id (type), ==, reading->type);
  g_assert_cmpstr (value, ==, reading->value);
}

static void
test_classify (void)
{
  static const Reading readings[] = {
    { " 192.0.2.1 ", "ipv4", "192.0.2.1" },
    { "192.0.2.1:8080", "ipv4", "192.0.2.1" },
    { "１９２．０．２．１", "ipv4", "192.0.2.1" },
    { "192[.]0[.]2[.]1", "ipv4", "192.0.2.1" },
    { "2001:DB8:0:0::0001", "ipv6", "2001:db8::1" },
    { "[2001:db8::1]:443", "ipv6", "2001:db8::1" },
    { "2001[:]db8[:][:]1", "ipv6", "2001:db8::1" },
    { "EVIL.Example.", "domain", "evil.example" },
    { "evil(.)invalid", "domain", "evil.invalid" },
    { "evil{dot}pdf", "domain", "evil.pdf" }, /* defanged, so it is meant as a name */
    { "evil [dot] example", "domain", "evil.example" },
    { "例え.jp", "domain", "xn--r8jz45g.jp" },
    { "hxxp://evil[.]example/a", "url", "http://evil.example/a" },
    { "hXXps[:]//EVIL.example:8443/A?b=C#d", "url", "https://evil.example:8443/A?b=C#d" },
    { "h**p://evil.example", "url", "http://evil.example" },
    { "ｈｘｘｐ：／／evil．example/", "url", "http://evil.example/" },
    { "fxp://a:b@evil.example/", "url", "ftp://a:b@evil.example/" },
    { "http://[2001:db8:0::1]:80/", "url", "http://[2001:db8::1]:80/" },
    { "Taro.Y[at]Evil[.]example", "email", "Taro.Y@evil.example" },
    { "taro＠evil．example", "email", "taro@evil.example" },
    { "D41D8CD98F00B204E9800998ECF8427E", "md5", MD5 },
    { SHA1, "sha1", SHA1 },
    { SHA256, "sha256", SHA256 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (readings); i++)
    assert_classified (&readings[i]);
}

static void
test_not_classified (void)
{
  static const char *const texts[] = {
    "", " ", "report.pdf", "main.py", "1.2.3", "1.2.3.4.5", "256.0.2.1", "192.0.02.1", "12:30:45",
    "evil", "a b.example", "http://", "http:// a.example", "http://a.example:port/", "@evil.example",
    "a@b@", "-evil.example", "2026-11-21", "C:\\Windows\\evil.example", "192.0.2.1:99999",
    "d41d8cd98f00b204e9800998ecf8427", "http://exa mple/", "a..example", "1.2",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *value = NULL;
      KirokuIndicatorType type;

      if (kiroku_indicator_classify (texts[i], &type, &value, &error))
        g_error ("“%s” was taken for %s “%s”", texts[i], kiroku_indicator_type_id (type), value);
      g_assert_error (error, KIROKU_MODEL_ERROR, KIROKU_MODEL_ERROR_VALUE);
    }
}

/* A stated type is believed where the form allows it, and a wrong one is refused with its name. */
static void
test_stated_type (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *domain = kiroku_indicator_normalise (KIROKU_INDICATOR_DOMAIN, "c2.internal", NULL);
  g_autofree char *url = kiroku_indicator_normalise (KIROKU_INDICATOR_URL, "http://fs01/a", NULL);
  g_autofree char *file = kiroku_indicator_normalise (KIROKU_INDICATOR_FILE, " 請求書(.)exe　", NULL);

  g_assert_cmpstr (domain, ==, "c2.internal");
  g_assert_cmpstr (url, ==, "http://fs01/a");
  g_assert_cmpstr (file, ==, "請求書(.)exe"); /* a name is taken as it is */
  g_assert_null (kiroku_indicator_normalise (KIROKU_INDICATOR_IPV4, "evil.example", &error));
  g_assert_error (error, KIROKU_MODEL_ERROR, KIROKU_MODEL_ERROR_VALUE);
  g_assert_nonnull (strstr (error->message, "IPv4"));
  g_clear_error (&error);
  g_assert_null (kiroku_indicator_normalise (KIROKU_INDICATOR_OTHER, " ", &error));
  g_assert_error (error, KIROKU_MODEL_ERROR, KIROKU_MODEL_ERROR_VALUE);
}

/* What is shown leads nowhere, and pasted back it is what it was. */
static void
test_defang (void)
{
  static const Reading readings[] = {
    { "192[.]0[.]2[.]1", "ipv4", "192.0.2.1" },
    { "2001[:]db8[:][:]1", "ipv6", "2001:db8::1" },
    { "www[.]evil[.]example", "domain", "www.evil.example" },
    { "hxxp[:]//evil[.]example:80/a.php?b=c.d", "url", "http://evil.example:80/a.php?b=c.d" },
    { "hxxps[:]//u[@]evil[.]example", "url", "https://u@evil.example" },
    { "fxp[:]//192[.]0[.]2[.]1/", "url", "ftp://192.0.2.1/" },
    { "ldap[:]//evil[.]example/x", "url", "ldap://evil.example/x" },
    { "hxxp[:]//[2001:db8::1]/", "url", "http://[2001:db8::1]/" },
    { "a[.]b[@]evil[.]example", "email", "a.b@evil.example" },
    { MD5, "md5", MD5 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (readings); i++)
    {
      KirokuIndicatorType type;
      g_autofree char *shown = NULL;

      g_assert_true (kiroku_indicator_type_parse (readings[i].type, &type, NULL));
      shown = kiroku_indicator_defang (type, readings[i].value);
      g_assert_cmpstr (shown, ==, readings[i].text);
      assert_classified (&readings[i]);
    }
}

/* --- Finding --- */

/* What is found in @text as "type value@where it stands there" joined by blanks. (transfer full) */
static char *
find (const char *text)
{
  g_autoptr (GPtrArray) found = kiroku_indicator_find (text);
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < found->len; i++)
    {
      const KirokuFoundIndicator *one = g_ptr_array_index (found, i);

      g_assert_cmpuint (one->offset + one->length, <=, strlen (text));
      g_string_append_printf (out, "%s%s %s@%.*s", i > 0 ? " " : "",
                              kiroku_indicator_type_id (one->type), one->value, (int) one->length,
                              text + one->offset);
    }
  return g_string_free (out, FALSE);
}

static void
assert_found (const char *text, const char *wanted)
{
  g_autofree char *found = find (text);

  g_assert_cmpstr (found, ==, wanted);
}

static void
test_find (void)
{
  assert_found ("「hxxp://evil[.]example/aへ接続」",
                "url http://evil.example/a@hxxp://evil[.]example/a");
  assert_found ("攻撃元は192.0.2.1:8080で、中継は１９８．５１．１００．７です。",
                "ipv4 192.0.2.1@192.0.2.1 ipv4 198.51.100.7@１９８．５１．１００．７");
  assert_found ("C2:evil.example:443。", "domain evil.example@evil.example");
  assert_found ("差出人：taro[at]evil[.]example、件名…", "email taro@evil.example@taro[at]evil[.]example");
  assert_found ("<mailto:a@evil.example>", "email a@evil.example@a@evil.example");
  assert_found ("2001:db8::1から。", "ipv6 2001:db8::1@2001:db8::1");
  assert_found ("IP:2001:db8::1", "ipv6 2001:db8::1@2001:db8::1");
  assert_found ("${jndi:ldap://evil.example/x}", "url ldap://evil.example/x@ldap://evil.example/x");
  assert_found ("ハッシュ値" SHA256 "、MD5:" MD5 "。",
                "sha256 " SHA256 "@" SHA256 " md5 " MD5 "@" MD5);
  assert_found ("(http://evil.example/a_(b)).", "url http://evil.example/a_(b)@http://evil.example/a_(b)");
  assert_found ("evil[.]zipとevil.zip", "domain evil.zip@evil[.]zip");
  assert_found ("evil [.] example", "domain evil.example@evil [.] example");
  assert_found ("\\\\192.0.2.9\\share", "ipv4 192.0.2.9@192.0.2.9");
}

static void
test_find_once (void)
{
  assert_found ("evil.example, EVIL.EXAMPLE. evil[.]example", "domain evil.example@evil.example");
  assert_found ("http://evil.example/ http://other.example/",
                "url http://evil.example/@http://evil.example/ url http://other.example/@http://other.example/");
}

static void
test_defang_text (void)
{
  static const struct
  {
    const char *text, *shown;
  } texts[] = {
    { "http://Evil.example.com/a.exe から、192.0.2.1:443 と 192.0.2.1 へ",
      "hxxp[:]//Evil[.]example[.]com/a.exe から、192[.]0[.]2[.]1:443 と 192[.]0[.]2[.]1 へ" },
    { "From:a@evil.example.com", "From:a[@]evil[.]example[.]com" },
    { "[2001:db8::1]", "[2001[:]db8[:][:]1]" },
    { "hxxp[:]//evil[.]example[.]com/x と evil[.]example", "hxxp[:]//evil[.]example[.]com/x と evil[.]example" },
    { "access.log 2.1.0 10:00 FS01 127.0.0.1 報告書.pdf", "access.log 2.1.0 10:00 FS01 127.0.0.1 報告書.pdf" },
    { "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *shown = kiroku_indicator_defang_text (texts[i].text);
      g_autofree char *again = kiroku_indicator_defang_text (shown);

      g_assert_cmpstr (shown, ==, texts[i].shown);
      g_assert_cmpstr (again, ==, shown);
    }
}

static void
test_find_nothing (void)
{
  static const char *const texts[] = {
    "", "版1.2.3.4.5", "12:30:45に発生", "2026-11-21T14:05:00+09:00", "2026.11.21", "report.pdfを添付",
    "main.py, run.sh, README.md, evil.exe", "v1.2.3.4", "バージョン 3.1.2.4", "第3.1.2.4節",
    "192.0.2.0/24を遮断", "255.255.255.0", "127.0.0.1", "0.0.0.0", "std::string a::b ::1", "e.g. i.e. U.S.",
    "00:1a:2b:3c:4d:5e", "終わった.No more", "/etc/resolv.conf", "C:\\Users\\taro.jp\\a.txt", "@taro",
    "http://localhost:8080/", "file:///etc/passwd", "http://", "00000000000000000000000000000000",
    "1.2.3.4-rc1", "10.0.0", "…。、", "a@b", "192.0.2.1.2", "3.14",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *found = find (texts[i]);

      if (found[0] != '\0')
        g_error ("in “%s” was found %s", texts[i], found);
    }
}

/* --- Techniques and sharing --- */

static void
test_technique (void)
{
  static const char *const wrong[] = { "", "T156", "T15666", "T1566.01", "T1566.0001", "X1566", "TA0001" };
  g_autofree char *plain = kiroku_technique_normalise (" t1566 ", NULL);
  g_autofree char *sub = kiroku_technique_normalise ("Ｔ１５６６．００１", NULL);

  g_assert_cmpstr (plain, ==, "T1566");
  g_assert_cmpstr (sub, ==, "T1566.001");
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (kiroku_technique_normalise (wrong[i], &error));
      g_assert_error (error, KIROKU_MODEL_ERROR, KIROKU_MODEL_ERROR_VALUE);
    }
}

static void
test_tlp (void)
{
  KirokuTlp tlp;

  g_assert_true (kiroku_tlp_parse ("amber+strict", &tlp, NULL));
  g_assert_cmpint (tlp, ==, KIROKU_TLP_AMBER_STRICT);
  g_assert_cmpstr (kiroku_tlp_name (tlp), ==, "TLP:AMBER+STRICT");
  g_assert_false (kiroku_tlp_parse ("white", &tlp, NULL)); /* of version 1 */
  g_assert_cmpint (kiroku_tlp_from_id (NULL), ==, KIROKU_TLP_NONE);
  g_assert_cmpstr (kiroku_tlp_id (KIROKU_TLP_NONE), ==, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/indicator/what-it-is-is-told-by-its-form", test_classify);
  g_test_add_func ("/model/indicator/what-is-none-is-refused", test_not_classified);
  g_test_add_func ("/model/indicator/a-stated-type-must-fit", test_stated_type);
  g_test_add_func ("/model/indicator/what-is-shown-leads-nowhere-and-can-be-read-back", test_defang);
  g_test_add_func ("/model/indicator/found-in-any-text", test_find);
  g_test_add_func ("/model/indicator/found-once", test_find_once);
  g_test_add_func ("/model/indicator/a-text-is-shown-so-that-nobody-follows-it", test_defang_text);
  g_test_add_func ("/model/indicator/rather-none-than-a-wrong-one", test_find_nothing);
  g_test_add_func ("/model/indicator/a-technique-has-the-form-of-attack", test_technique);
  g_test_add_func ("/model/indicator/tlp-is-that-of-version-2", test_tlp);
  return g_test_run ();
}

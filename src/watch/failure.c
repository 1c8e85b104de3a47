#include "watch/failure.h"

#include "base/tr.h"
#include "watch/fetch.h"
#include "watch/schedule.h"

/* Results of OpenSSL's verification: x509_vfy.h. */
static const struct {
	long result;
	const char *text;
} certificates[] = {
	{ 9, N_("对方的证书还没有生效；核对本机时钟") },
	{ 10, N_("对方的证书已过期；核对本机时钟，或请对方更换证书") },
	{ 18, N_("对方的证书是自签的，不可信；确属自建的源请配置其证书") },
	{ 19, N_("对方的证书由自签的机构签发，不可信；确属自建的源请配置"
	         "其证书") },
	{ 20, N_("对方证书的签发机构不可信；安装 ca-certificates，或查有无"
	         "设备截断加密") },
	{ 21, N_("对方的证书链不全，验不了；请对方补全") },
	{ 23, N_("对方的证书已被吊销") },
};

static const char *
certificate_text(long result)
{
	for (size_t i = 0; i < sizeof(certificates) / sizeof(*certificates);
	     i++)
		if (certificates[i].result == result)
			return tr(certificates[i].text);
	return tr("对方的证书与主机名不符或不可信；核对网址");
}

static const struct {
	CURLcode code;
	enum err_code err;
	const char *text;
} codes[] = {
	{ CURLE_COULDNT_RESOLVE_HOST, ERR_IO,
	  N_("查不到这个主机；核对网址和本机的域名解析") },
	{ CURLE_COULDNT_RESOLVE_PROXY, ERR_IO,
	  N_("查不到代理服务器；核对代理设置") },
	{ CURLE_COULDNT_CONNECT, ERR_IO,
	  N_("连不上；查线路和防火墙，或对方已停机") },
	{ CURLE_SSL_CONNECT_ERROR, ERR_IO,
	  N_("加密连接建立不起来；对方不支持 TLS 1.2，或有设备截断") },
	{ CURLE_USE_SSL_FAILED, ERR_REFUSED,
	  N_("对方不支持加密，没有发送；请换用支持加密的服务器") },
	{ CURLE_SSL_CACERT_BADFILE, ERR_REFUSED,
	  N_("读不了配置的证书文件；核对路径和权限") },
	{ CURLE_GOT_NOTHING, ERR_IO, N_("对方没有答复就断开了；稍后自动重试") },
	{ CURLE_PARTIAL_FILE, ERR_IO, N_("答复没有收完就断了；稍后自动重试") },
	{ CURLE_RECV_ERROR, ERR_IO, N_("答复没有收完就断了；稍后自动重试") },
	{ CURLE_SEND_ERROR, ERR_IO, N_("发送中断或对方拒收；稍后自动重试") },
	{ CURLE_BAD_CONTENT_ENCODING, ERR_INPUT,
	  N_("压缩的答复解不开；稍后自动重试") },
	{ CURLE_WEIRD_SERVER_REPLY, ERR_INPUT,
	  N_("对方的答复不合协议；核对网址和端口") },
	{ CURLE_UNSUPPORTED_PROTOCOL, ERR_INPUT,
	  N_("对方的答复不合协议；核对网址和端口") },
	{ CURLE_LOGIN_DENIED, ERR_REFUSED,
	  N_("邮件服务器不认这个用户名或密码；核对后再试") },
};

static long long
seconds(int64_t ms)
{
	return (ms + 999) / 1000;
}

static int
tell_time(const struct failure *f, struct err *err)
{
	const struct fetch_limits *l = f->limits;

	if (!f->connected)
		return err_set(err, ERR_IO,
		               tr("%lld 秒没有连上；查线路和防火墙"),
		               seconds(l->connect_ms));
	if (f->took_us >= l->total_ms * 1000)
		return err_set(err, ERR_IO,
		               tr("%lld 秒没有答完，已断开；稍后自动重试"),
		               seconds(l->total_ms));
	return err_set(err, ERR_IO,
	               tr("连续 %d 秒几乎没有数据，已断开；稍后自动重试"),
	               l->slow_s);
}

static int
tell_ours(const struct failure *f, struct err *err)
{
	switch (f->ours) {
	case FAILURE_BODY:
		return err_set(err, ERR_INPUT,
		               tr("答复超过 %zu KB，已停止接收；确有这么大时调"
		                  "高上限"),
		               f->limits->body_max >> 10);
	case FAILURE_HEAD:
		return err_set(err, ERR_INPUT,
		               tr("答复的头部超过 %zu KB，已停止接收"),
		               f->limits->head_max >> 10);
	case FAILURE_ADDRESS:
		return err_set(err, ERR_REFUSED,
		               tr("主机的地址在本机或内网，不连；确属内网源请"
		                  "设 local"));
	case FAILURE_HOPS:
		return err_set(err, ERR_INPUT,
		               tr("转址超过 %d 次，可能在打转；核对网址"),
		               FETCH_REDIRECTS);
	case FAILURE_SCHEME:
		return err_set(err, ERR_REFUSED,
		               tr("对方要转到不加密或别种协议的网址，没有跟"
		                  "去；核对网址"));
	default:
		return err_set(err, ERR_INPUT,
		               tr("对方要求转址，这类请求不跟；核对网址"));
	}
}

/* libcurl's codes for a reply that it could not go on after; by others, such
 * as a time-out, the last reply is one that something else came after. */
static bool
reply_ended_it(CURLcode code)
{
	static const CURLcode list[] = {
		CURLE_SEND_ERROR,           CURLE_LOGIN_DENIED,
		CURLE_REMOTE_ACCESS_DENIED, CURLE_USE_SSL_FAILED,
		CURLE_WEIRD_SERVER_REPLY,
	};

	for (size_t i = 0; i < sizeof(list) / sizeof(*list); i++)
		if (list[i] == code)
			return true;
	return false;
}

bool
failure_mail_final(const struct failure *f)
{
	return f->mail_status / 100 == 5 && reply_ended_it(f->code);
}

/* Is the reply all there is to tell? */
static bool
tells_reply(const struct failure *f)
{
	if (f->mail_status / 100 == 4)
		return reply_ended_it(f->code);
	return failure_mail_final(f) && f->code != CURLE_LOGIN_DENIED &&
	       f->code != CURLE_USE_SSL_FAILED;
}

static int
tell_reply(long status, struct err *err)
{
	if (status / 100 == 4)
		return err_set(err, ERR_IO,
		               tr("邮件服务器暂不收（%ld）；稍后自动重试"),
		               status);
	return err_set(
		err, ERR_REFUSED,
		tr("邮件服务器拒收（%ld），不再重发；核对收件人和发件人"),
		status);
}

int
failure_tell(const struct failure *f, struct err *err)
{
	if (f->ours)
		return tell_ours(f, err);
	if (tells_reply(f))
		return tell_reply(f->mail_status, err);
	if (f->code == CURLE_OPERATION_TIMEDOUT)
		return tell_time(f, err);
	if (f->code == CURLE_PEER_FAILED_VERIFICATION)
		return err_set(err, ERR_REFUSED, "%s",
		               certificate_text(f->verify));
	for (size_t i = 0; i < sizeof(codes) / sizeof(*codes); i++)
		if (codes[i].code == f->code)
			return err_set(err, codes[i].err, "%s",
			               tr(codes[i].text));
	/* libcurl's fixed words for a code: nothing of the request is in it. */
	return err_set(err, ERR_IO, tr("传输失败（%s）；稍后自动重试"),
	               curl_easy_strerror(f->code));
}

/* Of 4xx, those that mean "not now". */
static bool
is_not_now(long status)
{
	static const long list[] = { 408, 409, 423, 425, 429 };

	for (size_t i = 0; i < sizeof(list) / sizeof(*list); i++)
		if (list[i] == status)
			return true;
	return false;
}

bool
failure_post_final(long status)
{
	return status / 100 == 4 && !is_not_now(status);
}

int
failure_status(long status, struct err *err)
{
	const char *stop = schedule_stop_text(status);

	if (stop)
		return err_set(err, ERR_REFUSED, "%s", stop);
	if (status == 429)
		return err_set(err, ERR_BUSY,
		               tr("对方嫌请求过密（429）；按其要求推迟"));
	if (is_not_now(status))
		return err_set(err, ERR_BUSY,
		               tr("对方暂不受理（%ld）；稍后自动重试"), status);
	if (status >= 500)
		return err_set(err, ERR_IO, tr("对方出错（%ld）；稍后自动重试"),
		               status);
	return err_set(err, ERR_INPUT, tr("对方答 %ld，用不上；核对网址和参数"),
	               status);
}

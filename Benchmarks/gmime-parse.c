// The yardstick of MIME parsing: GMime 3 reads the same messages and does the same work as `lockstep-bench mime` but for
// the hashes: header fields, addresses, references and date decoded, every part decoded from its transfer encoding, text
// converted to UTF-8. Prints the same line.
//
//   gcc -O2 gmime-parse.c -o gmime-parse $(pkg-config --cflags --libs gmime-3.0)
//   gmime-parse PASSES PATH...
#define _GNU_SOURCE
#include <dirent.h>
#include <gmime/gmime.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

struct mail {
  char *bytes;
  size_t length;
};

struct found {
  size_t refused, subject, addresses, references, text, attachments, content;
};

static struct mail *mails;
static size_t mail_count, mail_room, total_bytes;

static void load_file(const char *path) {
  FILE *file = fopen(path, "rb");
  if (!file) return;
  fseek(file, 0, SEEK_END);
  long length = ftell(file);
  rewind(file);
  if (mail_count == mail_room) {
    mail_room = mail_room ? mail_room * 2 : 1024;
    mails = realloc(mails, mail_room * sizeof *mails);
  }
  struct mail *mail = &mails[mail_count++];
  mail->bytes = malloc(length + 1);
  mail->length = fread(mail->bytes, 1, length, file);
  total_bytes += mail->length;
  fclose(file);
}

static void load(const char *path) {
  struct stat status;
  if (stat(path, &status) != 0) return;
  if (!S_ISDIR(status.st_mode)) {
    load_file(path);
    return;
  }
  struct dirent **entries;
  int count = scandir(path, &entries, NULL, alphasort);
  for (int i = 0; i < count; i++) {
    char *below;
    if (entries[i]->d_name[0] != '.' && asprintf(&below, "%s/%s", path, entries[i]->d_name) > 0) {
      load(below);
      free(below);
    }
    free(entries[i]);
  }
  if (count >= 0) free(entries);
}

static void read_leaf(GMimeObject *object, struct found *found) {
  if (!GMIME_IS_PART(object)) return;
  GMimePart *part = (GMimePart *)object;
  if (GMIME_IS_TEXT_PART(object) && !g_mime_part_is_attachment(part)) {
    char *text = g_mime_text_part_get_text((GMimeTextPart *)object);
    if (text) found->text += strlen(text);
    g_free(text);
    return;
  }
  GMimeDataWrapper *content = g_mime_part_get_content(part);
  if (!content) return;
  GMimeStream *memory = g_mime_stream_mem_new();
  ssize_t written = g_mime_data_wrapper_write_to_stream(content, memory);
  if (written > 0) found->content += written;
  found->attachments++;
  (void)g_mime_part_get_filename(part);
  (void)g_mime_part_get_content_id(part);
  g_object_unref(memory);
}

static void read_part(GMimeObject *object, struct found *found) {
  if (!object) return;
  if (GMIME_IS_MULTIPART(object)) {
    GMimeMultipart *multipart = (GMimeMultipart *)object;
    int count = g_mime_multipart_get_count(multipart);
    for (int i = 0; i < count; i++) read_part(g_mime_multipart_get_part(multipart, i), found);
  } else if (GMIME_IS_MESSAGE_PART(object)) {
    GMimeMessage *message = g_mime_message_part_get_message((GMimeMessagePart *)object);
    if (message) read_part(g_mime_message_get_mime_part(message), found);
  } else {
    read_leaf(object, found);
  }
}

static void read_message(GMimeMessage *message, struct found *found) {
  const char *subject = g_mime_message_get_subject(message);
  if (subject) found->subject += strlen(subject);
  InternetAddressList *from = g_mime_message_get_from(message), *to = g_mime_message_get_to(message);
  found->addresses += from ? internet_address_list_length(from) : 0;
  found->addresses += to ? internet_address_list_length(to) : 0;
  (void)g_mime_message_get_date(message);
  (void)g_mime_message_get_message_id(message);
  const char *field = g_mime_object_get_header((GMimeObject *)message, "References");
  if (field) {
    GMimeReferences *references = g_mime_references_parse(NULL, field);
    found->references += g_mime_references_length(references);
    g_mime_references_free(references);
  }
  read_part(g_mime_message_get_mime_part(message), found);
}

static double processor_seconds(void) {
  struct timespec time;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return time.tv_sec + time.tv_nsec / 1e9;
}

int main(int argument_count, char **arguments) {
  if (argument_count < 3) {
    fprintf(stderr, "usage: gmime-parse PASSES PATH...\n");
    return 2;
  }
  int passes = atoi(arguments[1]);
  for (int i = 2; i < argument_count; i++) load(arguments[i]);
  g_mime_init();
  GMimeParserOptions *options = g_mime_parser_options_new();
  struct found found = {0};
  double start = processor_seconds();
  for (int pass = 0; pass < passes; pass++) {
    memset(&found, 0, sizeof found);
    for (size_t i = 0; i < mail_count; i++) {
      GMimeStream *stream = g_mime_stream_mem_new();
      g_mime_stream_mem_set_owner((GMimeStreamMem *)stream, FALSE);
      GByteArray bytes = {(guint8 *)mails[i].bytes, (guint)mails[i].length};
      g_mime_stream_mem_set_byte_array((GMimeStreamMem *)stream, &bytes);
      GMimeParser *parser = g_mime_parser_new_with_stream(stream);
      g_mime_parser_set_persist_stream(parser, FALSE);
      GMimeMessage *message = g_mime_parser_construct_message(parser, options);
      g_object_unref(parser);
      if (message) {
        read_message(message, &found);
        g_object_unref(message);
      } else {
        found.refused++;
      }
      g_object_unref(stream);
    }
  }
  double seconds = (processor_seconds() - start) / (passes > 0 ? passes : 1);
  printf("messages %zu bytes %zu passes %d seconds %.6f rate %.1f refused %zu subject %zu addresses %zu references %zu "
         "text %zu attachments %zu content %zu\n",
         mail_count, total_bytes, passes, seconds, total_bytes / 1e6 / (seconds > 1e-9 ? seconds : 1e-9), found.refused,
         found.subject, found.addresses, found.references, found.text, found.attachments, found.content);
  return 0;
}

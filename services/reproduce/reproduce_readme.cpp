#include "services/reproduce/reproduce_script.h"
#include "services/reproduce/shell_quote.h"

#include <QCoreApplication>

#include <algorithm>

namespace binnacle {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Reproduction)
};

// A value within a line of Markdown: nothing in it is markup.
std::string plain(const std::string& value)
{
    std::string text;
    for (const char c : oneLine(value)) {
        if (std::string_view("\\`*_{}[]<>#|!").find(c) != std::string_view::npos)
            text += '\\';
        text += c;
    }
    return text;
}

std::string words(const QString& text)
{
    return text.toStdString();
}

void addMissing(const Reproduction& run, std::string& text)
{
    text += "\n## " + words(Text::tr("Missing for a faithful repeat")) + "\n\n";
    for (const auto& part : run.parts) {
        if (part.state != ReproductionPart::State::Present)
            text += "- **" + words(part.title) + "**: " + plain(words(part.advice)) + '\n';
    }
    if (run.missing() == 0)
        text += words(Text::tr("Nothing that is known of.")) + '\n';
    text += '\n' +
            words(Text::tr("Never recorded: the machine (processor, GPU, driver), and what the "
                           "code read from its environment.")) +
            '\n';
}

} // namespace

std::string reproduceReadme(const Reproduction& run)
{
    std::string text =
        "# " +
        words(Text::tr("Repeat of the run %1").arg(QString::fromStdString(plain(run.runName)))) +
        "\n\n";
    text += "- " + words(Text::tr("Run id")) + ": `" + plain(run.runId) + "`\n";
    text += "- " + words(Text::tr("Experiment")) + ": " + plain(run.experiment) + '\n';
    text += "- " + words(Text::tr("Source")) + ": " + plain(run.source) + '\n';
    text += "\n## " + words(Text::tr("What is known")) + "\n\n";
    for (const auto& part : run.parts) {
        if (!part.value.isEmpty())
            text += "- **" + words(part.title) + "**: " + plain(words(part.value)) + '\n';
    }
    addMissing(run, text);
    text += "\n## " + words(Text::tr("How")) + "\n\n```\n./reproduce.sh          # " +
            words(Text::tr("restores code and environment, checks the data, prints the command")) +
            "\n./reproduce.sh --run    # " + words(Text::tr("and starts it")) + "\n```\n";
    text += '\n' +
            words(Text::tr("The script runs code of the repository. Read it first where you do not "
                           "know who wrote it.")) +
            '\n';
    return text;
}

} // namespace binnacle

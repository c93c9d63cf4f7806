#include "app/binnacle/options.h"

#include <QCommandLineParser>

#include <cstdio>
#include <cstdlib>

namespace binnacle {

namespace {

QString say(const char* text)
{
    return QCoreApplication::translate("Options", text);
}

[[noreturn]] void badUsage(const QString& sentence)
{
    std::fprintf(stderr, "binnacle: %s\n", qPrintable(sentence));
    std::exit(2);
}

std::optional<ThemeChoice> themeFrom(const QString& word)
{
    if (word == QStringLiteral("light"))
        return ThemeChoice::Light;
    if (word == QStringLiteral("dark"))
        return ThemeChoice::Dark;
    if (word == QStringLiteral("system"))
        return ThemeChoice::System;
    badUsage(say("--theme is light, dark or system, not “%1”").arg(word));
}

} // namespace

Options parseOptions(const QStringList& arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        say("Every experiment, model, dataset and deployment on one screen, offline."));
    const QCommandLineOption help = parser.addHelpOption();
    const QCommandLineOption version = parser.addVersionOption();
    const QCommandLineOption workspace(QStringLiteral("workspace"),
                                       say("Use this workspace instead of the default one."),
                                       QStringLiteral("FILE"));
    const QCommandLineOption screenshots(
        QStringLiteral("screenshot-dir"),
        say("Write a picture of every page in light and dark to this folder, then end."),
        QStringLiteral("DIR"));
    const QCommandLineOption screenshot(
        QStringLiteral("screenshot"),
        say("Write a picture of the window to this file once its rows are there, then end."),
        QStringLiteral("FILE"));
    const QCommandLineOption theme(QStringLiteral("theme"), say("light, dark or system."),
                                   QStringLiteral("THEME"));
    const QCommandLineOption firstRows(
        QStringLiteral("quit-after-first-rows"),
        say("Print the milliseconds from the start of the process to the first rows, then end."));
    parser.addOptions({workspace, screenshots, screenshot, theme, firstRows});
    parser.addPositionalArgument(QStringLiteral("places"),
                                 say("Folders, files or addresses to add as sources, data files "
                                     "(.csv, .parquet, …) to open, "
                                     "or a binnacle: link to show."),
                                 QStringLiteral("[PLACE…]"));
    if (!parser.parse(arguments))
        badUsage(parser.errorText());
    if (parser.isSet(version))
        parser.showVersion();
    if (parser.isSet(help))
        parser.showHelp();

    Options options;
    options.workspace = parser.value(workspace).toStdString();
    options.screenshotDir = parser.value(screenshots);
    options.screenshot = parser.value(screenshot);
    if (parser.isSet(theme))
        options.theme = themeFrom(parser.value(theme));
    options.quitAfterFirstRows = parser.isSet(firstRows);
    options.places = parser.positionalArguments();
    return options;
}

} // namespace binnacle

#include "app/binnacle/application.h"
#include "app/binnacle/first_rows.h"
#include "app/binnacle/gallery.h"
#include "app/binnacle/main_window.h"
#include "app/binnacle/options.h"
#include "app/binnacle/session.h"
#include "app/binnacle/system_theme.h"
#include "app/common/default_workspace.h"

#include <QApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

#include <cstdio>

using namespace binnacle;

namespace {

void installTranslation(QApplication& application)
{
    auto* translator = new QTranslator(&application);
    if (translator->load(QLocale(), QStringLiteral("binnacle"), QStringLiteral("_"),
                         QStringLiteral(":/i18n")))
        application.installTranslator(translator);
}

void quitAfterFirstRows(Session& session)
{
    QObject::connect(&session.window(), &MainWindow::firstRowsPainted, &session, [] {
        std::printf("first rows after %lld ms\n",
                    static_cast<long long>(millisecondsSinceProcessStart()));
        std::fflush(stdout);
        QCoreApplication::exit(0);
    });
}

void takePictures(Session& session, const Options& options)
{
    auto* gallery =
        new Gallery(session.application(), session.window(), options.screenshotDir, &session);
    QObject::connect(gallery, &Gallery::finished, gallery,
                     [](bool ok) { QCoreApplication::exit(ok ? 0 : 1); });
    if (options.screenshot.isEmpty())
        gallery->start();
    else
        gallery->pictureOnly(options.screenshot);
}

} // namespace

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    setApplicationNames();
    QGuiApplication::setDesktopFileName(QStringLiteral("io.github.binnacle.Binnacle"));
    installTranslation(application);
    const Options options = parseOptions(QCoreApplication::arguments());

    applyTheme(application, options.theme.value_or(WindowSettings::load().theme));
    const SystemTheme systemTheme;

    Session session;
    session.open(options.workspace.empty() ? defaultWorkspacePath() : options.workspace);
    session.window().addPlaces(options.places);
    if (options.quitAfterFirstRows) {
        session.window().showPage(MainWindow::RunsIndex);
        quitAfterFirstRows(session);
    }
    const bool pictures = !options.screenshotDir.isEmpty() || !options.screenshot.isEmpty();
    if (pictures) {
        session.application().setRegularSync(false);
        session.window().resize(1440, 900);
        session.window().showPage(MainWindow::RunsIndex);
        takePictures(session, options);
    }
    session.window().show();
    return QApplication::exec();
}

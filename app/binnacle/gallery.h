#pragma once

#include "services/domain/identifiers.h"

#include <QObject>
#include <QString>
#include <QTemporaryDir>
#include <QTimer>

#include <deque>
#include <functional>
#include <vector>

namespace binnacle {

class Application;
class MainWindow;

// Writes a picture of every page and state of the window, light and dark, to a folder. Each act is
// followed by a wait until the workers rest, then a picture.
class Gallery : public QObject
{
    Q_OBJECT
public:
    Gallery(Application& application, MainWindow& window, QString folder,
            QObject* parent = nullptr);
    void start();
    // Only the window as it is, to one file.
    void pictureOnly(const QString& file);

signals:
    void finished(bool ok);

private:
    struct Step
    {
        QString name; // empty: no picture
        std::function<void()> act;
        std::function<QWidget*()> subject; // nullptr: the window
    };
    void addTheme(bool dark);
    void next();
    void tick();
    bool atRest() const;
    void save();
    QString sampleDataset();
    QString sampleMeasures(const char* name, double shift);
    void withBest(std::function<void(const std::vector<RunRowId>&)> act);

    Application& application_;
    MainWindow& window_;
    QString folder_;
    QString file_; // pictureOnly
    QTemporaryDir data_;
    std::deque<Step> steps_;
    QTimer clock_;
    int quietTicks_ = 0;
    int ticks_ = 0;
    bool ok_ = true;
};

} // namespace binnacle

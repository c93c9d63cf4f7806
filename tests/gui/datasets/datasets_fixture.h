#pragma once

#include "services/async/worker_pools.h"
#include "services/workspace/workspace.h"
#include "tests/unit/data/data_files.h"
#include "widgets/common/prompts.h"
#include "widgets/common/theme.h"
#include "widgets/datasets/datasets_page.h"

#include <QApplication>
#include <QDir>
#include <QTest>

#include <memory>

namespace binnacle::fixture {

// Answers at once with what the test laid down.
class DatasetPrompts : public Prompts
{
public:
    QString file, folder, text;
    void confirm(QWidget*, const Confirmation&, std::function<void()> accepted) override
    {
        accepted();
    }
    void askText(QWidget*, const QString&, const QString&, const QString&,
                 std::function<void(QString)> answer) override
    {
        answer(text);
    }
    void openFolder(QWidget*, const QString&, std::function<void(QString)> answer) override
    {
        answer(folder);
    }
    void openFile(QWidget*, const QString&, const QString&,
                  std::function<void(QString)> answer) override
    {
        answer(file);
    }
    void saveFile(QWidget*, const QString&, const QString&, const QString&,
                  std::function<void(QString)> answer) override
    {
        answer(file);
    }
    void tell(QWidget*, const QString&, const QString&) override {}
};

// The page over an empty workspace, and files that DuckDB writes.
struct DatasetsFixture
{
    DatasetsFixture()
    {
        applyTheme(*qApp, ThemeChoice::Light);
        auto opened = Workspace::open(files.path("w.db"));
        if (!opened)
            qFatal("%s", qPrintable(opened.error().message));
        workspace = *opened;
        renew();
    }
    void renew()
    {
        page.reset();
        page = std::make_unique<DatasetsPage>(workspace, pools);
        page->setPrompts(prompts);
        page->resize(1300, 760);
        page->show();
        (void)QTest::qWaitForWindowActive(page.get());
    }
    template <class T>
    T* find(const char* name) const
    {
        auto* found = page->findChild<T*>(QLatin1String(name));
        if (!found)
            qFatal("no widget named %s", name);
        return found;
    }
    void look(const char* name) const
    {
        QDir looks(qEnvironmentVariable("BINNACLE_BINARY_DIR", QStringLiteral(".")));
        looks.mkpath(QStringLiteral("looks"));
        page->grab().save(looks.filePath(QStringLiteral("looks/%1.png").arg(QLatin1String(name))));
    }

    DataFiles files;
    WorkerPools pools;
    std::shared_ptr<Workspace> workspace;
    std::shared_ptr<DatasetPrompts> prompts = std::make_shared<DatasetPrompts>();
    std::unique_ptr<DatasetsPage> page;
};

} // namespace binnacle::fixture

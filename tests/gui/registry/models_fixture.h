#pragma once

#include "services/async/worker_pools.h"
#include "tests/gui/registry/scripted_desk.h"
#include "widgets/common/prompts.h"
#include "widgets/common/theme.h"
#include "widgets/registry/models_page.h"
#include "widgets/registry/promotion_dialog.h"

#include <QAbstractButton>
#include <QApplication>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

namespace binnacle::test {

// Answers every question at once with what the test laid down.
class ModelsPrompts : public Prompts
{
public:
    QString text, folder, file;
    QStringList asked;
    bool accept = true;
    void confirm(QWidget*, const Confirmation& question, std::function<void()> accepted) override
    {
        asked << question.title;
        if (accept)
            accepted();
    }
    void askText(QWidget*, const QString& title, const QString& label, const QString&,
                 std::function<void(QString)> answer) override
    {
        asked << title + u'\n' + label;
        answer(text);
    }
    void openFolder(QWidget*, const QString& title, std::function<void(QString)> answer) override
    {
        asked << title;
        answer(folder);
    }
    void openFile(QWidget*, const QString& title, const QString&,
                  std::function<void(QString)> answer) override
    {
        asked << title;
        answer(file);
    }
    void saveFile(QWidget*, const QString&, const QString&, const QString&,
                  std::function<void(QString)> answer) override
    {
        answer(text);
    }
    void tell(QWidget*, const QString& title, const QString&) override { asked << title; }
};

// The page of models over the registries of RegistryStore.
struct ModelsFixture
{
    ModelsFixture()
    {
        applyTheme(*qApp, ThemeChoice::Light);
        auto opened = Workspace::open(folder.filePath(QStringLiteral("w.db")).toStdString());
        if (!opened)
            qFatal("%s", qPrintable(opened.error().message));
        workspace = *opened;
        store = std::make_unique<RegistryStore>(workspace);
        store->fill();
        desk = std::make_shared<ScriptedDesk>(*store);
        makePage();
    }
    ~ModelsFixture() { page.reset(); }
    void makePage()
    {
        page = std::make_unique<ModelsPage>(workspace, pools, BackendOf());
        page->setPrompts(prompts);
        page->setDesk(desk);
        for (QWidget* action : page->headerActions()) // as the main window does
            action->setParent(&header);
        page->resize(1240, 800);
    }
    void show() const
    {
        page->show();
        page->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(page.get()));
        QTRY_COMPARE(page->table()->rowCount(), 4);
        QTRY_VERIFY(page->currentModel().has_value());
    }
    template <class T>
    T* find(const char* name) const
    {
        auto* found = page->findChild<T*>(QLatin1String(name));
        if (!found)
            found = header.findChild<T*>(QLatin1String(name));
        if (!found)
            qFatal("no widget named %s", name);
        return found;
    }
    QTableView* table() const { return find<QTableView>("registryTable"); }
    int rowOf(const QString& model) const
    {
        for (int row = 0; row < table()->model()->rowCount(); ++row)
            if (table()->model()->index(row, 0).data().toString() == model)
                return row;
        return -1;
    }
    QString cell(const QString& model, int column) const
    {
        return table()->model()->index(rowOf(model), column).data().toString();
    }
    void choose(const QString& model) const
    {
        QTRY_VERIFY(rowOf(model) >= 0);
        const QModelIndex index = table()->model()->index(rowOf(model), 0);
        table()->scrollTo(index);
        QTest::mouseClick(table()->viewport(), Qt::LeftButton, {},
                          table()->visualRect(index).center());
        QTRY_COMPARE(table()->currentIndex().row(), index.row());
    }
    // Clicks on the row of this version of the model chosen.
    void chooseVersion(const QString& version) const
    {
        auto* versions = find<QTableView>("versionTable");
        QModelIndex found;
        const auto seek = [&] {
            for (int row = 0; row < versions->model()->rowCount(); ++row) {
                const QModelIndex index = versions->model()->index(row, 0);
                if (index.data().toString() == version)
                    found = index;
            }
            return found.isValid();
        };
        QTRY_VERIFY(seek());
        versions->scrollTo(found);
        QTest::mouseClick(versions->viewport(), Qt::LeftButton, {},
                          versions->visualRect(found).center());
        QTRY_COMPARE(versions->currentIndex().row(), found.row());
    }
    void press(const char* name) const
    {
        QTest::mouseClick(find<QAbstractButton>(name), Qt::LeftButton);
    }

    QTemporaryDir folder;
    QWidget header;
    WorkerPools pools;
    std::shared_ptr<Workspace> workspace;
    std::unique_ptr<RegistryStore> store;
    std::shared_ptr<ScriptedDesk> desk;
    std::shared_ptr<ModelsPrompts> prompts = std::make_shared<ModelsPrompts>();
    std::unique_ptr<ModelsPage> page;
};

} // namespace binnacle::test

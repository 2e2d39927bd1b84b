import Commands

GalaxyAEP.main()
